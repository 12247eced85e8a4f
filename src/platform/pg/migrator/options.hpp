// The settings of `gavel migrate`.
#pragma once
#include "platform/config/options.hpp"
#include "platform/pg/migrator/migrator.hpp"

#include <cstdint>
#include <string>

namespace gavel::pg {

struct migrate_options {
    std::string url;  // empty: the server's own
    std::string app_role = "gavel_app";
    std::int64_t turn_wait_s = 60;
    std::int64_t lock_timeout_s = 30;
    bool while_serving = false;
    bool accept_schema = false;

    void declare(config::table& t);
    migrate_settings settings(const std::string& server_url, std::string release) const;
};

}  // namespace gavel::pg
