// What pages show of orders. One per io thread; used only there.
#pragma once
#include "base/error.hpp"
#include "modules/orders/acts.hpp"
#include "modules/orders/repository_reads.hpp"
#include "modules/orders/totals.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::orders {

// An order with everything around it, as one visitor may see it: the address only when it concerns them, runners-up only for the seller.
class whole_order {
public:
    whole_order() {}

    orders::order order;
    party seen_by = party::buyer;
    instant now;
    person buyer, seller;
    std::vector<repository::shown_line> lines;
    std::vector<happening> timeline;
    std::optional<orders::delivery> delivery;
    std::vector<delivery_choice> choices;
    std::optional<orders::dispute> dispute;
    std::vector<runner_up> runners_up;
    std::vector<order_id> combinable;
};

class reading {
public:
    explicit reading(pg::pool& pool) : pool_(pool) {}

    awaitable<result<whole_order>> find(visitor v, order_id id, pg::deadline until);  // refuses no_such_order
    awaitable<std::vector<repository::listed_order>> list(account_id who, bool as_seller, std::optional<std::string> state,
                                                          std::optional<lot_id> of_lot, std::optional<order_id> before, std::int64_t limit,
                                                          pg::deadline until);
    awaitable<std::vector<repository::listed_dispute>> disputes(std::optional<order_id> after, std::int64_t limit, pg::deadline until);
    awaitable<result<std::vector<message>>> messages(visitor v, order_id id, pg::deadline until);
    awaitable<bool> wants_queue(account_id seller, pg::deadline until);

private:
    pg::pool& pool_;
};

}  // namespace gavel::orders
