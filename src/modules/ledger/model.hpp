// What people and operators read of the books.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/ledger/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::ledger {

// One currency of somebody's wallet.
struct wallet_balance {
    gavel::currency currency;
    std::int64_t balance = 0;
    std::int64_t held = 0;
};

// Where a statement goes on: older than this entry.
struct statement_place {
    std::int64_t transaction = 0;
    std::int64_t seq = 0;
};

struct statement_line {
    statement_place place;
    instant at;
    std::string reason, subject;
    money amount, balance_after;
};

struct active_hold {
    hold_id id;
    money amount;
    std::string subject;
    instant expires_at;
};

struct statement_page {
    std::vector<wallet_balance> balances;
    std::vector<active_hold> holds;  // the first to expire first
    std::vector<statement_line> items;
    std::optional<statement_place> next;
};

struct person {
    account_id id;
    std::string display_name;
};

struct owned_wallet {
    person owner;
    wallet_balance stands;
};

using payout_id = id<struct payout_tag>;

struct payout {
    payout_id id;
    person paid;
    money amount;
    std::string reference, note;
    person operator_;
    instant at;
};

// What an operator says about a transfer. Has a constructor on purpose (docs/develop/compiler-traps.md).
class payout_order {
public:
    payout_order() {}

    account_id paid, operator_;
    money amount;
    std::string reference, note, idempotency_key;
};

struct payout_page {
    std::vector<payout> items;
    std::optional<payout_id> next;
};

inline constexpr std::int64_t csv_lines_max = 20'000;

}  // namespace gavel::ledger
