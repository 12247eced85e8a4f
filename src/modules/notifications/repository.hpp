// SQL of notifications. The title is read from lots, which this module stands above; nothing there is ever written.
#pragma once
#include "modules/notifications/model.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <vector>

namespace gavel::notifications {

using pg::awaitable;

struct inserted {
    notification_id id;
    std::string lot_title;
    bool mail = false;  // false: an outbid letter about this lot left less than five minutes ago
};
awaitable<std::optional<inserted>> insert(pg::transaction& tx, const event& e);  // nothing if this event is known already

awaitable<std::int64_t> count_unread(pg::transaction& tx, account_id account);  // counted up to 1000

// The same for each of several accounts, zero included.
awaitable<std::vector<unread_count>> count_unread_of(pg::pool& pool, pg::deadline until, std::vector<account_id> accounts);

// Newest first, older than `before`.
awaitable<std::vector<notification>> list(pg::transaction& tx, account_id account, std::optional<notification_id> before,
                                          std::int64_t limit);
awaitable<void> mark_read(pg::transaction& tx, account_id account, notification_id up_to);

}  // namespace gavel::notifications
