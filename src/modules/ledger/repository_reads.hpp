// SQL of statements, wallets and payouts.
#pragma once
#include "modules/ledger/model.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::ledger::repository {

awaitable<std::vector<wallet_balance>> balances(pg::transaction& tx, account_id owner);
awaitable<std::vector<wallet_balance>> locked_balances(pg::transaction& tx, account_id owner);
awaitable<std::vector<active_hold>> holds(pg::transaction& tx, account_id owner);
awaitable<std::vector<statement_line>> newest(pg::transaction& tx, account_id owner, std::optional<statement_place> before,
                                              std::int64_t most);
// Oldest first.
awaitable<std::vector<statement_line>> between(pg::pool& pool, pg::deadline until, account_id owner, std::optional<instant> from,
                                               std::optional<instant> to, std::int64_t most);

awaitable<std::vector<owned_wallet>> wallets(pg::pool& pool, pg::deadline until, std::optional<account_id> owner, std::int64_t most);

// Nothing: a payout with this key, or to this person under this reference, is there already.
awaitable<std::optional<payout_id>> insert_payout(pg::transaction& tx, const payout_order& o);
awaitable<std::optional<payout>> find_payout(pg::transaction& tx, payout_id id);
awaitable<std::optional<payout>> find_payout_by_key(pg::transaction& tx, account_id by, const std::string& idempotency_key);
awaitable<std::vector<payout>> payouts(pg::pool& pool, pg::deadline until, std::optional<account_id> paid, std::optional<payout_id> before,
                                       std::int64_t most);
awaitable<bool> is_account(pg::transaction& tx, account_id who);

}  // namespace gavel::ledger::repository
