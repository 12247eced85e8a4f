#include "modules/backup/places.hpp"

#include "base/text.hpp"
#include "modules/backup/folder_target.hpp"
#include "modules/backup/google_target.hpp"
#include "modules/backup/s3_target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

namespace gavel::backup {
namespace {

// The words of backup.targets, without spaces around them.
std::vector<std::string> named_in(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        words.push_back(trimmed(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return words;
}

std::unique_ptr<target> open_folder(const place_options& chosen, runtime::worker_pool& workers) {
    if (!std::filesystem::path(chosen.folder).is_absolute())
        throw std::invalid_argument("backup.folder must name the folder for backups by its whole path, such as /srv/backup");
    return std::make_unique<folder_target>(chosen.folder, workers);
}

std::unique_ptr<target> open_bucket(boost::asio::io_context& io, const place_options& chosen) {
    const std::pair<const char*, const std::string&> needed[] = {{"endpoint", chosen.s3.endpoint},
                                                                 {"bucket", chosen.s3.bucket},
                                                                 {"access_key", chosen.s3.access_key},
                                                                 {"secret_key", chosen.s3.secret_key}};
    for (const auto& [name, value] : needed)
        if (value.empty()) throw std::invalid_argument(fmt::format("{}{} is needed for backups in an S3 store", chosen.s3.prefix, name));
    return std::make_unique<s3_target>(io, chosen.s3, chosen.s3_key_prefix);
}

}  // namespace

place_options::place_options() {
    s3.prefix = "backup.s3_";
    s3.bucket.clear();
    s3.attempts_max = 4;
    s3.attempt_ms = 300'000;  // for a part of 8 MiB over a slow line
    s3.connections_max = 4;
}

void place_options::declare(config::table& t) {
    t.text("backup.targets", targets, "Where backups go, any of folder, s3 and google, separated by commas. Empty: there are none.");
    t.text("backup.folder", folder,
           "Backups in a folder: its whole path. It must be there already; best on another disk, or another machine.");
    s3.declare(t, "Backups in an S3-compatible store: its address, as https://host[:port].",
               "Backups in an S3-compatible store: the bucket, which must be there already; best not the one of the media.");
    t.text("backup.s3_prefix", s3_key_prefix, "Backups in an S3-compatible store: what all their keys begin with.");
    google.declare(t);
}

std::vector<std::string> place_names(const place_options& chosen) {
    auto words = named_in(chosen.targets);
    for (const auto& word : words) {
        if (std::count(words.begin(), words.end(), word) > 1)
            throw std::invalid_argument(fmt::format("backup.targets names {} twice", word));
        if (word != "folder" && word != "s3" && word != "google")
            throw std::invalid_argument(fmt::format("backup.targets: \"{}\" is none of folder, s3 and google", word));
    }
    return words;
}

std::vector<std::unique_ptr<target>> open_places(boost::asio::io_context& io, const place_options& chosen, runtime::worker_pool& workers) {
    std::vector<std::unique_ptr<target>> places;
    for (const auto& name : place_names(chosen)) {
        if (name == "folder") places.push_back(open_folder(chosen, workers));
        else if (name == "s3") places.push_back(open_bucket(io, chosen));
        else places.push_back(std::make_unique<google_target>(io, chosen.google));
    }
    return places;
}

}  // namespace gavel::backup
