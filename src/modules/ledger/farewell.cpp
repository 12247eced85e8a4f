#include "modules/ledger/farewell.hpp"

#include "modules/ledger/repository_reads.hpp"

namespace gavel::ledger {

boost::asio::awaitable<std::vector<accounts::objection>> objections_to_closing(pg::transaction& tx, account_id whom) {
    const auto balances = co_await repository::locked_balances(tx, whom);
    bool held = false, left = false;
    for (const auto& each : balances) {
        held |= each.held > 0;
        left |= each.balance > each.held;
    }
    std::vector<accounts::objection> all;
    if (held) all.push_back({"money_held", {}});
    if (left) all.push_back({"wallet_not_empty", {}});
    co_return all;
}

}  // namespace gavel::ledger
