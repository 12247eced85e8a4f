#include "modules/notifications/service.hpp"

#include "modules/notifications/repository.hpp"

namespace gavel::notifications {

awaitable<void> erase(pg::transaction& tx, account_id account) {
    erase_account(tx, account);
    co_return;
}

awaitable<page> service::list(account_id account, std::optional<notification_id> before, std::int64_t limit, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    page found;
    found.items = co_await notifications::list(tx, account, before, limit + 1);
    found.unread = co_await count_unread(tx, account);
    co_await tx.commit();
    if (std::ssize(found.items) > limit) {
        found.items.resize(static_cast<std::size_t>(limit));
        found.next = found.items.back().id;
    }
    co_return found;
}

awaitable<std::vector<unread_count>> service::unread_of(std::vector<account_id> accounts, pg::deadline until) {
    return count_unread_of(pool_, until, std::move(accounts));
}

awaitable<void> service::mark_read(account_id account, notification_id up_to, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    co_await notifications::mark_read(tx, account, up_to);
    const auto unread = co_await count_unread(tx, account);
    co_await tx.commit();
    announce_(account, unread);
}

}  // namespace gavel::notifications
