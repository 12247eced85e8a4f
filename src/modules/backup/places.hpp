// The targets that an operator has chosen, from the settings.
#pragma once
#include "modules/backup/google_options.hpp"
#include "modules/backup/target.hpp"
#include "platform/config/options.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/s3/options.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gavel::backup {

struct place_options {
    std::string targets;  // comma list of folder, s3, google; empty: no backups
    std::string folder;
    s3::options s3;  // declared as backup.s3_*
    std::string s3_key_prefix = "gavel-backup/";
    google_options google;

    place_options();
    void declare(config::table& t);
};

// What the setting names, in its order: folder, s3, google. std::invalid_argument.
std::vector<std::string> place_names(const place_options& chosen);
// In the same order. std::invalid_argument with a sentence that names the option.
std::vector<std::unique_ptr<target>> open_places(boost::asio::io_context& io, const place_options& chosen, runtime::worker_pool& workers);

}  // namespace gavel::backup
