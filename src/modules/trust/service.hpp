// What moderators do with signals. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/trust/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace gavel::trust {

using boost::asio::awaitable;

// An intent: one verdict of one moderator.
class ruling {
public:
    ruling(signal_id signal_, trust::verdict verdict_, account_id moderator_, std::string note_, std::string idempotency_key_)
        : signal(signal_),
          verdict(verdict_),
          moderator(moderator_),
          note(std::move(note_)),
          idempotency_key(std::move(idempotency_key_)) {}

    signal_id signal;
    trust::verdict verdict;
    account_id moderator;
    std::string note;
    std::string idempotency_key;  // UUID
};

class service {
public:
    explicit service(pg::pool& pool) : pool_(pool) {}

    awaitable<signal_page> list(signal_filter wanted, std::optional<signal_place> before, std::int64_t limit, pg::deadline until);

    // Refuses: not_found, signal_decided (with its state: dismissing and confirming wants an open one, reopening a decided one),
    // verdict_key_reused. The same moderator and key again: nothing is done, and the answer is the signal as it is now.
    awaitable<result<listed_signal>> decide(ruling r, pg::deadline until);

private:
    pg::pool& pool_;
};

}  // namespace gavel::trust
