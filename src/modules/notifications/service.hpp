// Use cases of notifications. One per io thread.
#pragma once
#include "modules/notifications/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <vector>

namespace gavel::notifications {

using boost::asio::awaitable;

// Tells the open pages of an account how many messages are unread; wired to the live hub by app. Called after commit, must not block.
using announcer = std::function<void(account_id, std::int64_t unread)>;

struct page {
    std::vector<notification> items;
    std::optional<notification_id> next;  // the page after this one begins below it
    std::int64_t unread = 0;
};

// Of an account that is being closed: messages, choices and settings.
awaitable<void> erase(pg::transaction& tx, account_id account);

class service {
public:
    service(pg::pool& pool, announcer announce) : pool_(pool), announce_(std::move(announce)) {}

    awaitable<page> list(account_id account, std::optional<notification_id> before, std::int64_t limit, pg::deadline until);
    // For pages that may have missed an announcement: what is unread now, of each account.
    awaitable<std::vector<unread_count>> unread_of(std::vector<account_id> accounts, pg::deadline until);
    awaitable<void> mark_read(account_id account, notification_id up_to, pg::deadline until);

private:
    pg::pool& pool_;
    announcer announce_;
};

}  // namespace gavel::notifications
