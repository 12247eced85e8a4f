// A letter as the mail server gets it: RFC 5322 text made from its parts. Pure.
#pragma once
#include "base/time.hpp"

#include <string>

namespace gavel::smtp {

struct message {
    std::string from_address, from_name, to_address;
    std::string subject;          // UTF-8; encoded by RFC 2047
    std::string text, html;       // UTF-8 bodies; both present
    std::string message_id;       // with angle brackets; the same on every attempt
    std::string thread_id;        // with angle brackets: letters that share it belong together; empty: stands alone
    std::string language;         // uk, en, ru
    std::string unsubscribe_url;  // where this reader can end these letters without signing in; empty: strictly transactional
    bool bulk = false;            // sent to many alike
};

// CRLF line ends, ASCII only, lines of at most 78 characters but for addresses that cannot be broken; no dot-stuffing (the wire's
// business). std::invalid_argument if an address, an id or a link could break out of its header.
std::string compose(const message& m, instant date);

}  // namespace gavel::smtp
