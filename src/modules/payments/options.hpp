// Settings of payments and of the provider.
#pragma once
#include "modules/payments/rules.hpp"
#include "platform/config/options.hpp"
#include "platform/fondy/requests.hpp"

#include <chrono>
#include <cstdint>
#include <string>

namespace gavel::payments {

struct options {
    std::string url = "https://pay.fondy.eu";
    std::string merchant_id, key;
    std::string protocol = "1.0.1";
    std::string currencies = "UAH";
    std::string callback_addresses;  // networks, with commas; empty: from anywhere
    bool retries_there = false;
    std::int64_t call_timeout_s = 70;
    std::int64_t page_life_s = 3600;
    std::int64_t poll_interval_s = 120;

    void declare(config::table& t);
    bool is_set_up() const { return !merchant_id.empty() && !key.empty() && !url.empty(); }
    fondy::merchant merchant() const;
    check_times times() const { return {std::chrono::seconds(poll_interval_s)}; }
    std::chrono::seconds call_timeout() const { return std::chrono::seconds(call_timeout_s); }
};

}  // namespace gavel::payments
