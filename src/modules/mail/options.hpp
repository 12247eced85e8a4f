// Settings of outgoing letters.
#pragma once
#include "platform/config/options.hpp"
#include "platform/smtp/client.hpp"

#include <string>

namespace gavel::mail {

struct options {
    smtp::client_options smtp;
    std::string from = "Gavel <no-reply@localhost>";
    std::string site_url = "http://localhost:8080";  // without a slash at the end

    void declare(config::table& t);
};

// "Name <address>" or "address". Throws std::invalid_argument with a sentence for the operator.
struct sender {
    std::string name, address;
};
sender parse_sender(const std::string& from);

}  // namespace gavel::mail
