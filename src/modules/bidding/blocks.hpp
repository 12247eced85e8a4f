// The block list of a seller: whose bids they take no more on any of their lots. Nobody is told who blocked them; bids that stand
// are not touched.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding {

using block_id = id<struct block_tag>;

inline constexpr std::int64_t blocked_max = 5'000;  // per seller

struct blocked_bidder {
    block_id id;
    std::string name;
    lot_id lot;               // where the seller met them
    std::int32_t number = 0;  // and knows them as
    instant blocked_at;
};

struct blocked_page {
    std::vector<blocked_bidder> items;  // newest first
    std::optional<block_id> next;       // continue below this one
};

// One per io thread; used only there.
class blocks {
public:
    explicit blocks(pg::pool& pool) : pool_(pool) {}

    // Refuses no_such_lot (not the seller's own), no_such_bidder, too_many_blocked. Blocked already: that entry.
    boost::asio::awaitable<result<blocked_bidder>> add(account_id seller, lot_id lot, std::int32_t number, pg::deadline until);
    boost::asio::awaitable<blocked_page> list(account_id seller, std::optional<block_id> before, std::int64_t limit, pg::deadline until);
    boost::asio::awaitable<void> remove(account_id seller, block_id entry, pg::deadline until);

private:
    pg::pool& pool_;
};

}  // namespace gavel::bidding
