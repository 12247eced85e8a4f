// SQL of books, transactions, entries and holds.
#pragma once
#include "modules/ledger/ledger.hpp"
#include "modules/ledger/rules.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gavel::ledger::repository {

// Makes those that are not there yet, locks all in the order of their names, and reads them after that.
awaitable<std::map<std::string, standing>> lock(pg::transaction& tx, std::vector<std::string> names, currency in);

awaitable<std::optional<std::int64_t>> find(pg::transaction& tx, const std::string& key);  // of a transaction

// Nothing: the key was posted by somebody else a moment ago.
awaitable<std::optional<std::int64_t>> insert(pg::transaction& tx, const posting& p);
void insert_entries(pg::transaction& tx, std::int64_t transaction, const posting& p);

struct stored_hold {
    hold_id id;
    std::string book;
    money amount;
    bool active = false;
};
awaitable<std::optional<stored_hold>> find_hold(pg::transaction& tx, hold_id id);
awaitable<hold_id> insert_hold(pg::transaction& tx, account_id owner, const money& amount, const std::string& subject, instant expires_at);
awaitable<bool> end_hold(pg::transaction& tx, hold_id id);                            // voided; false: was not active
awaitable<bool> end_hold(pg::transaction& tx, hold_id id, std::int64_t transaction);  // posted

// Ends holds that have outlived their time, of wallets that nobody else holds: how many.
awaitable<std::int64_t> expire(pg::transaction& tx, std::int64_t most);

}  // namespace gavel::ledger::repository
