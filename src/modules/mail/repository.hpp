// SQL of letters, of the account they leave through, and of whom not to write to. Statements of one claim run under the sender's lock.
#pragma once
#include "modules/mail/letters.hpp"
#include "modules/mail/link_key.hpp"
#include "modules/mail/policy.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/bell.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::mail {

using pg::awaitable;

runtime::doorbell& new_letters();  // pressed when this process has added some

// A letter that an attempt has begun to send. Has a constructor on purpose (docs/develop/compiler-traps.md).
class claimed {
public:
    explicit claimed(letter content_) : content(std::move(content_)) {}

    std::int64_t id = 0;
    int attempt = 0;  // also the token of this attempt
    int failures = 0;
    std::chrono::seconds failing_for{0};
    std::string message_key;
    bool suppressed = false;  // its reader must not be written to
    letter content;
};

// Longer than an attempt can take; then another server takes the letter over.
inline constexpr std::chrono::seconds lease{300};

struct locked_sender {
    sender_state state;
    instant now;  // read after the lock
};
// `with_window`: count what left in the last 24 hours; only for who needs to know.
awaitable<locked_sender> lock_sender(pg::transaction& tx, std::string_view sender, bool with_window);

// The letter that should leave first, of the given classes in their order; written into the departures at once.
awaitable<std::optional<claimed>> claim(pg::transaction& tx, std::string_view sender, const std::vector<letter_class>& classes,
                                        std::chrono::milliseconds next_after);

// How the attempt ended. Nothing happens if another one has begun since.
awaitable<bool> settle(pg::transaction& tx, const claimed& c, std::string_view state, std::chrono::seconds again_after, bool failed,
                       std::string_view said);
void forget_departure(pg::transaction& tx, const claimed& c);
void suppress(pg::transaction& tx, std::string_view address, std::string_view reason);
void store_sender(pg::transaction& tx, std::string_view sender, const consequence& c, std::string_view pause_reason);

// Deletes what is over: letters after so many days, departures that no limit looks back to. At most 10,000 of each.
awaitable<std::int64_t> purge(pg::pool& pool, pg::deadline until, std::int64_t keep_days);

}  // namespace gavel::mail
