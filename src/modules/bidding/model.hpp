// What bidding is about: terms and standing of a lot, an offer, and what everybody or one person may see of them.
#pragma once
#include "base/error.hpp"
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/bidding/words.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gavel::bidding {

// SHA-256 of a record of the audit chain, and what hides an amount inside it (docs/develop/audit-chain.md).
using digest = std::array<unsigned char, 32>;
using salt = std::array<unsigned char, 16>;

// Who leads, with the maximum that only they may see and the seq at which that maximum was set.
struct leadership {
    account_id bidder;
    std::int32_t number = 0;  // on this lot, from 1
    std::int64_t max = 0;     // minor units
    std::int64_t seq = 0;

    bool operator==(const leadership&) const = default;
};

// When late bids move the end.
struct soft_close {
    soft_close_mode mode = soft_close_mode::reset;
    std::int64_t window_s = 300;
    std::int64_t extend_s = 300;

    bool operator==(const soft_close&) const = default;
};

// What a lot is auctioned under: as published, or as its seller edited it before the first bid. Amounts in minor units of `currency`.
struct terms {
    gavel::currency currency;
    std::int64_t start = 0;
    std::optional<std::int64_t> reserve;  // hidden
    salt reserve_salt{};                  // of its commitment; drawn anew with every reserve
    std::optional<std::int64_t> buy_now;
    std::optional<std::int64_t> step;     // the seller's flat step; nothing: by the increment table
    std::string increments;               // name of an increment table
    bool chase = false;
    instant starts_at, ends_at, hard_ends_at;
    bidding::soft_close soft;

    bool operator==(const terms&) const = default;
};

// The auction of one lot as its row in `standings` keeps it: its terms (where ends_at and hard_ends_at move) and what came of them.
struct standing : terms {
    lot_id lot;
    account_id seller;
    lot_state state = lot_state::scheduled;  // never draft
    instant original_ends_at;
    std::optional<std::int64_t> price;  // nothing before the first bid
    std::optional<leadership> leader;   // exactly when there is a price; after a purchase the buyer
    std::int32_t bids = 0;              // accepted and not withdrawn, without the leader's own raises
    std::int32_t bidders = 0;           // numbers given so far, also to people whose bids were withdrawn
    std::int32_t steps = 0;             // rows of the price history so far, also withdrawn ones
    std::int64_t next_seq = 1;
    std::int64_t version = 1;  // grows with every public change
    digest audit_head{};       // hash of the record next_seq - 1
    std::optional<bidding::unsold_reason> unsold;
    std::optional<bidding::sold_by> sold_by;  // exactly when sold
    std::optional<act_reason> cancelled_for;  // exactly when cancelled
    std::optional<instant> frozen_at;         // exactly when frozen
    std::optional<instant> closed_at;         // ended or cancelled
    std::optional<std::int64_t> deposit;      // what everybody deposits before they bid; the schema derives it from the terms

    bool operator==(const standing&) const = default;
};

// One intent: "bid for me up to max".
struct offer {
    lot_id lot;
    account_id bidder;
    money max;
    bool confirmed = false;       // meant although it is unusually high
    std::string idempotency_key;  // UUID
};

// One change of the visible price: a rise, or the fall after bids were withdrawn.
struct price_step {
    std::int32_t bidder = 0;  // number on this lot
    std::int64_t amount = 0;
    step_reason reason = step_reason::opening;

    // Placed by the system for a maximum set earlier, because of the reserve or of a withdrawal.
    bool automatic() const {
        using enum step_reason;
        return reason == counter || reason == exhausted || reason == reserve || reason == withdrawn;
    }
    bool operator==(const price_step&) const = default;
};

// What everybody may see of a standing; also what goes over the live wire.
struct public_standing {
    lot_id lot;
    std::int64_t version = 0;
    lot_state state = lot_state::scheduled;
    std::optional<money> price;
    money min_next;
    std::int64_t bids = 0, bidders = 0;
    std::optional<std::int64_t> leader;  // number on this lot
    reserve_status reserve = reserve_status::none;
    std::optional<money> buy_now;  // what it costs; nothing while it is not available
    std::optional<money> deposit;  // asked of everybody before their first bid
    instant starts_at, ends_at, original_ends_at;
    std::optional<instant> frozen_at;  // the clock stands since
    std::optional<bidding::unsold_reason> unsold;
    std::optional<bidding::sold_by> sold_by;
    std::optional<act_reason> cancelled_for;
    digest audit_head{};
};

// What a bidder keeps to prove later that the chain holds this bid: with seq and max it rebuilds the commitment in the record.
struct receipt {
    bidding::salt salt{};
    digest hash{};
};

// The answer to an accepted bid.
struct placed_bid {
    std::int64_t seq = 0;
    money max;
    instant placed_at;
    bid_outcome outcome = bid_outcome::leading;
    bidding::receipt receipt;
    public_standing standing;  // right after this bid
};

// The answer to any other accepted command.
struct accepted_act {
    std::int64_t seq = 0;
    instant at;
    public_standing standing;  // right after it
};

// The public history: changes of the price, and what else was done about the lot.
struct history_step {
    std::int64_t seq = 0;  // of the bid or act that caused it
    std::int64_t n = 0;
    std::int64_t bidder = 0;  // number on this lot
    money amount;
    bool automatic = false;
    std::string reason;
    bool withdrawn = false;  // caused by a bid that was withdrawn later
    instant at;
};

struct history_notice {
    std::int64_t seq = 0;
    act_kind kind = act_kind::opened;
    std::optional<act_reason> reason;
    std::optional<std::int64_t> bidder;  // whom it concerns
    std::optional<instant> ends_at;      // if it moved the end
    instant at;
};

using history_item = std::variant<history_step, history_notice>;

// Items are ordered by the record that caused them; part 0 is the notice of an act, the others are steps in their order.
struct history_position {
    std::int64_t seq = 0;
    std::int32_t part = 0;

    bool operator==(const history_position&) const = default;
};

// How often whoever has this number took bids back in six months, on any lot.
struct retraction_count {
    std::int64_t bidder = 0;
    std::int64_t count = 0;
};

struct history_page {
    std::vector<history_item> items;            // newest first
    std::optional<history_position> next;       // continue with what is older than this
    std::vector<retraction_count> retractions;  // of the bidders in it; who never did is left out
};

// Whether somebody may do something about a lot now; if not, the problem that doing it would answer.
struct permission {
    const problem* refusal = nullptr;  // nothing: allowed
    std::optional<instant> until;      // when an allowed action stops being allowed, if time alone decides that

    bool operator==(const permission&) const = default;
};

using permissions = std::array<permission, action_names.size()>;  // by action

// How one account stands to one lot.
struct lot_relation {
    lot_id lot;
    bool is_seller = false;
    bool watching = false;
    bidding::relation relation = bidding::relation::none;
    std::optional<money> max;
    std::optional<std::int64_t> bidder;  // own number on this lot
};

// The same with everything that account may do about the lot now.
struct full_relation {
    lot_relation stands;
    permissions may{};
    std::optional<retraction_scope> retracts;  // exactly when it may retract
    std::int64_t retractions_left = 0;
};

}  // namespace gavel::bidding
