// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/ledger/ledger.hpp"
#include "modules/payments/payable.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::deposits {

using deposit_id = id<struct deposit_tag>;

enum class state { unpaid, active, released, forfeited };
inline constexpr std::array<std::string_view, 4> state_names{"unpaid", "active", "released", "forfeited"};
constexpr std::string_view to_string(state s) { return state_names[static_cast<std::size_t>(s)]; }

struct deposit {
    deposit_id id;
    lot_id lot;
    account_id owner;
    money amount;
    deposits::state state = deposits::state::unpaid;
    std::optional<ledger::hold_id> hold;
    std::optional<instant> expires_at;            // of the hold
    std::optional<payments::payment_id> payment;  // by which it was paid; none: from the wallet

    std::string subject() const { return "deposit:" + id.text(); }
};

// What somebody has to deposit before they bid: exactly one of both.
struct terms {
    std::optional<money> amount;
    std::optional<std::int64_t> percent;  // of the start price
};

// Of a lot, as much as deposits need to know.
struct lot_facts {
    lot_id lot;
    account_id seller;
    gavel::currency currency;
    bool published = false;
    bool open = false;  // may still be bid on, now or later
    bool sold = false;
    std::int64_t bidders = 0;
    std::optional<std::int64_t> required;  // by the lot, of everybody
    std::int64_t start = 0;
    bool owes = false;  // whoever asks must make a deposit for any lot
    std::optional<account_id> leader;
    bool stands = false;  // a bid of whoever asks was not withdrawn
    instant ends_at, hard_ends_at, now;
};

}  // namespace gavel::deposits
