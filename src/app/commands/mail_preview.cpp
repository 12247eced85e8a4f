// `gavel mail preview`: every letter as files, for people who want to see them before anybody gets one. Needs no database.
#include "app/commands/commands.hpp"
#include "app/options.hpp"

#include "modules/mail/postman.hpp"
#include "modules/mail/samples.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace gavel::app {
namespace {

void write_file(const std::filesystem::path& where, const std::string& content) {
    std::ofstream file(where, std::ios::binary);
    file << content;
    file.close();
    if (!file) throw std::runtime_error("cannot write " + where.string());
}

}  // namespace

int preview_letters(const std::string& config_file, const std::string& folder) {
    options chosen;
    load(chosen, config_file);
    const mail::postman carrier(chosen.mail);
    const mail::link_key nobodys(32);  // links of these letters open nothing
    const std::filesystem::path into(folder);
    std::filesystem::create_directories(into);
    const auto all = mail::samples(carrier);
    for (const auto& each : all) {
        const auto letter = carrier.address(each.content, each.file_name, nobodys);
        write_file(into / (each.file_name + ".html"), letter.html);
        write_file(into / (each.file_name + ".txt"), "Subject: " + letter.subject + "\r\n\r\n" + letter.text);
        write_file(into / (each.file_name + ".eml"), smtp::compose(letter, server_now()));
    }
    fmt::print("{} letters as .html, .txt and .eml in {}\n", all.size(), folder);
    return 0;
}

}  // namespace gavel::app
