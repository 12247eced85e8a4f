// Use cases of deposits. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/deposits/model.hpp"
#include "modules/deposits/options.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace gavel::deposits {

using boost::asio::awaitable;

class service {
public:
    service(pg::pool& pool, const options& chosen) : pool_(pool), options_(chosen) {}  // `chosen` outlives it

    struct seen {
        std::optional<money> required;
        std::optional<deposit> mine;
    };
    // Refuses: no_such_lot (also a draft of somebody else).
    awaitable<result<seen>> look(lot_id lot, std::optional<account_id> who, pg::deadline until);

    // Deposits that were made under other terms are free again. Refuses: no_such_lot, deposit_too_late, invalid_input (amount: currency of
    // the lot, at most deposits.amount_max).
    awaitable<result<seen>> ask(lot_id lot, account_id who, bool moderates, terms wanted, pg::deadline until);
    // Refuses: no_such_lot, deposit_too_late.
    awaitable<result<void>> ask_no_more(lot_id lot, account_id who, bool moderates, pg::deadline until);

    struct made {
        deposit mine;
        bool is_new = false;  // to be paid
    };
    // Refuses: no_such_lot, own_lot, lot_ended, deposit_not_needed.
    awaitable<result<made>> make(lot_id lot, account_id who, pg::deadline until);
    // Refuses: no_such_lot, deposit_bound.
    awaitable<result<void>> take_back(lot_id lot, account_id who, pg::deadline until);

private:
    pg::pool& pool_;
    const options& options_;
};

}  // namespace gavel::deposits
