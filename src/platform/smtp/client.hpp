// Sends one message through libcurl. Blocking: call it on the worker pool.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gavel::smtp {

struct client_options {
    std::string url;  // smtp://host:port or smtps://host:port; empty = mail stays in the queue
    std::string user, password;
    bool require_tls = true;
    std::int64_t timeout_ms = 20000;

    void declare(config::table& t);
};

struct message {
    std::string from_address, from_name, to_address;
    std::string subject;     // UTF-8; encoded by RFC 2047
    std::string text, html;  // UTF-8 bodies; both present
    std::string message_id;  // with angle brackets; the same on every attempt
    std::string language;
};

// 4xx, no connection, refused sign-in, unknown outcome: try again later with the same Message-ID.
struct temporary_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};
// 5xx for this message: do not repeat.
struct permanent_failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Throws temporary_failure or permanent_failure; std::invalid_argument if an address or the Message-ID could break out of its header.
void send(const client_options& options, const message& m);

// What a refusal at MAIL, RCPT or DATA means. `reply` is the server's last line, e.g. "550 5.1.1 no such user".
bool is_permanent(std::string_view reply);

}  // namespace gavel::smtp
