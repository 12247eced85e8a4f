// Settings of the mailbox that undeliverable letters come back to.
#pragma once
#include "platform/config/options.hpp"
#include "platform/imap/mailbox.hpp"

#include <cstdint>

namespace gavel::newsletters {

struct bounce_options {
    imap::mailbox_options mailbox;
    std::int64_t interval_minutes = 5;

    void declare(config::table& t);
    bool open() const { return !mailbox.url.empty(); }
};

}  // namespace gavel::newsletters
