// SQL of the block lists of sellers.
#pragma once
#include "modules/bidding/blocks.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace gavel::bidding::repository {

using boost::asio::awaitable;

// One change at a time per seller until the transaction ends, so that the list stays bounded. After the lock of a standing, if there is
// one.
void lock_blocks(pg::transaction& tx, account_id seller);

// How many there are; read_blocked after the transaction's next awaited call.
pg::reply ask_blocked(pg::transaction& tx, account_id seller);
std::int64_t read_blocked(const pg::reply& asked);

struct named_bidder {
    bool lot_is_own = false;
    std::optional<account_id> bidder;
    bool blocked = false;
};
awaitable<named_bidder> find_bidder(pg::transaction& tx, account_id seller, lot_id lot, std::int32_t number);

// Only sends. Whoever has this number on this lot; blocked already: nothing changes.
void block(pg::transaction& tx, account_id seller, lot_id lot, std::int32_t number);

awaitable<std::optional<blocked_bidder>> find_blocked(pg::transaction& tx, account_id seller, account_id bidder);
awaitable<std::vector<blocked_bidder>> list_blocked(pg::pool& pool, pg::deadline until, account_id seller, std::optional<block_id> before,
                                                    std::int64_t most);
awaitable<void> unblock(pg::pool& pool, pg::deadline until, account_id seller, block_id entry);

}  // namespace gavel::bidding::repository
