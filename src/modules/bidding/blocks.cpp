#include "modules/bidding/blocks.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/repository_blocks.hpp"

namespace gavel::bidding {

using boost::asio::awaitable;

awaitable<result<blocked_bidder>> blocks::add(account_id seller, lot_id lot, std::int32_t number, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    repository::lock_blocks(tx, seller);
    const auto count = repository::ask_blocked(tx, seller);
    const auto named = co_await repository::find_bidder(tx, seller, lot, number);
    if (!named.lot_is_own) co_return refuse(no_such_lot);
    if (!named.bidder) co_return refuse(no_such_bidder);
    if (!named.blocked) {
        if (repository::read_blocked(count) >= blocked_max) co_return refuse(too_many_blocked, {{"max", blocked_max}});
        repository::block(tx, seller, lot, number);
    }
    auto entry = co_await repository::find_blocked(tx, seller, *named.bidder);
    co_await tx.commit();
    co_return std::move(entry.value());
}

awaitable<blocked_page> blocks::list(account_id seller, std::optional<block_id> before, std::int64_t limit, pg::deadline until) {
    blocked_page page;
    page.items = co_await repository::list_blocked(pool_, until, seller, before, limit + 1);
    if (static_cast<std::int64_t>(page.items.size()) > limit) {
        page.items.pop_back();
        page.next = page.items.back().id;
    }
    co_return page;
}

awaitable<void> blocks::remove(account_id seller, block_id entry, pg::deadline until) {
    co_await repository::unblock(pool_, until, seller, entry);
}

}  // namespace gavel::bidding
