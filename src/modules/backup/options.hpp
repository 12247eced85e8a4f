// Settings of backups: where they go, who can read them, how long they stay.
#pragma once
#include "modules/backup/keys.hpp"
#include "modules/backup/places.hpp"
#include "modules/backup/retention.hpp"
#include "modules/backup/wal_options.hpp"
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::backup {

struct options {
    place_options places;
    std::string recipients, signing_key_file, database_url, drill_url;
    bool media = true, prune = true;
    std::int64_t compression = 3, standby_wait_s = 600;
    retention keep;
    wal_options wal;
    std::int64_t late_after_hours = 26, drill_late_after_days = 35;

    void declare(config::table& t);

    // std::invalid_argument naming the option.
    std::vector<recipient> readers() const;
    signing_key signs() const;  // reads the file
};

}  // namespace gavel::backup
