// Whether the books say what their entries say. For the doctor, and for `gavel ledger check`.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::ledger {

using boost::asio::awaitable;

// currency_unbalanced: all balances of a currency do not sum to zero. balance_wrong: a book is not the sum of its entries. chain_broken: an
// entry does not follow from the one before it. reserved_wrong: not the sum of the active holds. transaction_unbalanced. short: less than
// nothing, or than what is reserved. hold_overdue: active an hour after its end although somebody served. payout_unposted: without a transaction.
struct finding {
    std::string rule, what;  // what: "wallet:7 UAH: 500, entries say 400"
};

// Rows of `rule` and `what`, from checks of modules above.
std::vector<finding> read_findings(const pg::rows& all);

struct check_report {
    std::int64_t books = 0, transactions = 0;
    std::vector<finding> findings;  // at most 100 of each rule
};

// One look at one moment: it may run beside everything else. Reads every entry.
awaitable<check_report> check(pg::pool& pool, pg::deadline until);

}  // namespace gavel::ledger
