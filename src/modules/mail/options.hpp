// Settings of outgoing letters.
#pragma once
#include "modules/mail/policy.hpp"
#include "platform/config/options.hpp"
#include "platform/smtp/client.hpp"

#include <cstdint>
#include <string>

namespace gavel::mail {

struct options {
    smtp::client_options smtp;
    std::string from = "Gavel <no-reply@localhost>";
    std::string site_url = "http://localhost:8080";  // without a slash at the end
    std::int64_t per_day_max = 0;                    // 0: as the preset says
    std::int64_t per_minute_max = 0;                 // 0: as the preset says
    std::int64_t reserve_percent = 20;
    std::int64_t connections_max = 2;
    std::int64_t keep_days = 30;

    void declare(config::table& t);
    sending_limits limits() const;
    // The account at the mail server, for the operator to recognise; what is known of one account means nothing for another.
    std::string account_name() const;
};

// "Name <address>" or "address". Throws std::invalid_argument with a sentence for the operator.
struct sender {
    std::string name, address;
};
sender parse_sender(const std::string& from);

}  // namespace gavel::mail
