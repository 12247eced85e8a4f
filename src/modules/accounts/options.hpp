// Settings of accounts.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::accounts {

struct options {
    std::int64_t argon2_operations = 2;  // libsodium's interactive strength
    std::int64_t argon2_memory_kib = 64 * 1024;
    std::int64_t sign_in_window_s = 900;
    std::int64_t sign_in_per_address_max = 10;  // attempts at one account in a window
    std::int64_t sign_in_per_client_max = 300;  // attempts from one network address in a window
    std::int64_t register_window_s = 3600;
    std::int64_t register_per_address_max = 5;  // letters to one mailbox in a window
    std::int64_t register_per_client_max = 60;
    std::int64_t session_days = 30;  // without a visit
    std::string network_secret;      // key of the marks in marks.hpp; empty: none are kept

    void declare(config::table& t);
};

}  // namespace gavel::accounts
