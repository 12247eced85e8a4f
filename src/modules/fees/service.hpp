// What visitors ask about fees, and what moderators set. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/fees/cache.hpp"
#include "modules/fees/model.hpp"
#include "modules/fees/rules.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::fees {

using boost::asio::awaitable;

// What a moderator asks for.
class fee_order {
public:
    fee_order() {}

    fee what;                            // without id and period
    std::optional<instant> from, until;  // from: nothing for as early as possible
    std::optional<std::string> note;
    std::optional<account_id> by;
};

class service {
public:
    // `service_kinds`: what besides listing, commission and premium may have a price ("service:top").
    service(pg::pool& pool, cache& shared, std::vector<std::string> service_kinds);

    // A hit of the process's cache does not touch PostgreSQL.
    awaitable<std::shared_ptr<const fee_table>> table(pg::deadline until);

    // One statement. Refuses: lots::no_such_lot. `amount` from 1 to amount_max, in the lot's currency.
    awaitable<result<quote>> total(lot_id lot, std::int64_t amount, std::optional<std::string> delivery, pg::deadline until);

    struct history {
        std::vector<fee_entry> items;
        instant now;
    };
    awaitable<history> all(pg::deadline until);

    // Refuses: invalid_input (begins too early, no end after the begin), fee_overlaps.
    awaitable<result<fee_entry>> set(fee_order o, pg::deadline until);
    // Refuses: not_found, fee_begun.
    awaitable<result<void>> take_back(fee_id id, pg::deadline until);

    const std::vector<std::string>& kinds() const { return kinds_; }

private:
    pg::pool& pool_;
    cache& cache_;
    std::vector<std::string> kinds_;
};

}  // namespace gavel::fees
