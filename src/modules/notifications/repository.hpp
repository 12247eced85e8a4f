// SQL of notifications. The title is read from lots, which this module stands above; nothing there is ever written.
#pragma once
#include "modules/news/event.hpp"
#include "modules/notifications/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace gavel::notifications {

using pg::awaitable;

// An event that is news, of the given ones.
struct inserted {
    std::size_t position = 0;  // in the given list
    std::string lot_title;
    std::string ends_at;  // as a letter says it; empty if the event has none
    bool to_seller = false;
    bool mail = false;  // false: not wanted, or an outbid letter about this lot left less than five minutes ago
};
// How somebody wants to be told of an event.
struct manner {
    bool mail = true;
    bool in_app = true;  // false: in the list all the same, but read from the beginning
};
// Of lots that still exist; what is known already is left out. `manners`: one for each event.
awaitable<std::vector<inserted>> insert(pg::transaction& tx, const std::vector<news::event>& events, const std::vector<manner>& manners);

awaitable<std::int64_t> count_unread(pg::transaction& tx, account_id account);  // counted up to 1000

// The same for each of several accounts, zero included.
awaitable<std::vector<unread_count>> count_unread_of(pg::pool& pool, pg::deadline until, std::vector<account_id> accounts);
awaitable<std::vector<unread_count>> count_unread_of(pg::transaction& tx, std::vector<account_id> accounts);

// Newest first, older than `before`.
awaitable<std::vector<notification>> list(pg::transaction& tx, account_id account, std::optional<notification_id> before,
                                          std::int64_t limit);
void erase_account(pg::transaction& tx, account_id account);
awaitable<void> mark_read(pg::transaction& tx, account_id account, notification_id up_to);

}  // namespace gavel::notifications
