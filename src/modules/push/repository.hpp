// SQL of devices and of what is sent to them. A subscription's row is always locked before its messages.
#pragma once
#include "base/ids.hpp"
#include "modules/push/policy.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/bell.hpp"
#include "platform/webpush/message.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::push {

using pg::awaitable;

runtime::doorbell& new_messages();  // pressed when this process has added some

// The key of this site; made now if there is none yet.
awaitable<webpush::key> read_key(pg::pool& pool, pg::deadline until);

awaitable<bool> has_subscription(pg::pool& pool, pg::deadline until, session_id here);
// In place of what the session had and of whoever had the endpoint. False: the session has ended.
awaitable<bool> subscribe(pg::transaction& tx, account_id account, session_id here, const webpush::endpoint& at,
                          const webpush::recipient& keys);
void unsubscribe_surplus(pg::transaction& tx, account_id account, std::int64_t devices_max);  // the oldest go
awaitable<void> unsubscribe(pg::pool& pool, pg::deadline until, session_id here);

// A message that an attempt has begun to send. Has a constructor on purpose (docs/develop/compiler-traps.md).
class claimed {
public:
    claimed() {}

    std::int64_t subscription = 0, attempt = 0, revision = 0;
    std::string topic, endpoint;
    webpush::bytes p256dh, auth;
    webpush::message content;
    history before;
};

// Longer than an attempt can take; then another server takes the message over.
inline constexpr std::chrono::seconds lease{60};

// Messages that are due, at most one of each subscription.
awaitable<std::vector<claimed>> claim(pg::pool& pool, pg::deadline until, std::int64_t most);
// How an attempt ended. Nothing happens if another one has begun since; a message that was replaced meanwhile stays.
awaitable<void> settle(pg::pool& pool, pg::deadline until, const claimed& c, const consequence& effect, bool delivered);
awaitable<std::int64_t> purge(pg::pool& pool, pg::deadline until);  // messages that are no news any more, at most 10,000

}  // namespace gavel::push
