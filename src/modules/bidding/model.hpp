// What bidding is about: the standing of a lot, an offer, what an accepted offer changes, and the public view of it all.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/lots/model.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::bidding {

using lots::lot_state;

enum class unsold_reason { no_bids, reserve_not_met };
enum class reserve_status { none, not_met, met };
enum class soft_close_mode { reset, add };
enum class bid_outcome { leading, outbid, raised };
enum class step_reason { opening, challenge, counter, exhausted, takeover, tie, reserve };
enum class relation { none, leading, outbid, won, lost };

// The words of the API and of the schema, in the order of the enumerators.
inline constexpr std::array<std::string_view, 2> unsold_reason_names{"no_bids", "reserve_not_met"};
inline constexpr std::array<std::string_view, 3> reserve_status_names{"none", "not_met", "met"};
inline constexpr std::array<std::string_view, 2> soft_close_mode_names{"reset", "add"};
inline constexpr std::array<std::string_view, 3> bid_outcome_names{"leading", "outbid", "raised"};
inline constexpr std::array<std::string_view, 7> step_reason_names{"opening",  "challenge", "counter", "exhausted",
                                                                   "takeover", "tie",       "reserve"};
inline constexpr std::array<std::string_view, 5> relation_names{"none", "leading", "outbid", "won", "lost"};

constexpr std::string_view to_string(unsold_reason r) { return unsold_reason_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(reserve_status r) { return reserve_status_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(soft_close_mode m) { return soft_close_mode_names[static_cast<std::size_t>(m)]; }
constexpr std::string_view to_string(bid_outcome o) { return bid_outcome_names[static_cast<std::size_t>(o)]; }
constexpr std::string_view to_string(step_reason r) { return step_reason_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(relation r) { return relation_names[static_cast<std::size_t>(r)]; }

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

// The auction of one lot as its row in `standings` keeps it. Amounts in minor units of `currency`.
struct standing {
    lot_id lot;
    account_id seller;
    lot_state state = lot_state::scheduled;  // never draft
    gavel::currency currency;
    std::int64_t start = 0;
    std::optional<std::int64_t> reserve;  // hidden
    std::string increments;               // name of an increment table
    bool chase = false;
    instant starts_at, ends_at, original_ends_at, hard_ends_at;
    bidding::soft_close soft;
    std::optional<std::int64_t> price;  // nothing before the first bid
    std::optional<leadership> leader;   // exactly when there is a price
    std::int32_t bids = 0, bidders = 0, steps = 0;
    std::int64_t next_seq = 1;
    std::int64_t version = 1;  // grows with every public change
    std::optional<bidding::unsold_reason> unsold;
    std::optional<instant> closed_at;

    bool operator==(const standing&) const = default;
};

// One intent: "bid for me up to max".
struct offer {
    lot_id lot;
    account_id bidder;
    money max;
    std::string idempotency_key;  // UUID
};

// One rise of the visible price.
struct price_step {
    account_id bidder;
    std::int64_t amount = 0;
    step_reason reason = step_reason::opening;

    // Placed by the system for a maximum set earlier, or because of the reserve.
    bool automatic() const { return reason == step_reason::counter || reason == step_reason::exhausted || reason == step_reason::reserve; }
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
    instant starts_at, ends_at, original_ends_at;
    std::optional<unsold_reason> unsold;
};

// The answer to an accepted bid.
struct placed_bid {
    std::int64_t seq = 0;
    money max;
    instant placed_at;
    bid_outcome outcome = bid_outcome::leading;
    public_standing standing;  // right after this bid
};

// A row of the public history.
struct history_step {
    std::int64_t n = 0;
    std::int64_t bidder = 0;  // number on this lot
    money amount;
    bool automatic = false;
    std::string reason;
    instant at;
};

struct history_page {
    std::vector<history_step> items;   // newest first
    std::optional<std::int64_t> next;  // continue below this n
};

// How one account stands to one lot.
struct lot_relation {
    lot_id lot;
    bool is_seller = false;
    bool watching = false;
    bidding::relation relation = bidding::relation::none;
    std::optional<money> max;
    std::optional<std::int64_t> bidder;  // own number on this lot
};

}  // namespace gavel::bidding
