// The closed vocabularies of bidding with their words in the API, the schema and the audit text. The words are public: added, never
// renamed.
#pragma once
#include "modules/lots/model.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace gavel::bidding {

using lots::lot_state;

enum class unsold_reason { no_bids, reserve_not_met };
enum class sold_by { hammer, buy_now, early };
enum class reserve_status { none, not_met, met };
enum class soft_close_mode { reset, add };
enum class bid_outcome { leading, outbid, raised };
enum class step_reason { opening, challenge, counter, exhausted, takeover, tie, reserve, withdrawn, buy_now };
enum class relation { none, leading, outbid, won, lost };

// Everything accepted about a lot that is not a bid.
enum class act_kind {
    opened,
    terms_changed,
    reserve_changed,
    buy_now,
    retracted,
    bids_cancelled,
    frozen,
    resumed,
    extended,
    closed,
    sold_early,
    cancelled
};

enum class actor { seller, bidder, moderator, system };

// Why somebody did it; which reasons an act takes is said below.
enum class act_reason {
    wrong_amount,
    description_changed,
    seller_unreachable,
    bidder_asked,
    bidder_unreachable,
    bidder_untrusted,
    suspended,
    unavailable,
    damaged,
    listing_error,
    prohibited_item,
    fraud,
    complaint,
    technical,
    resolved,
    mistake,
    outage
};

// What a person may want to do about a lot (Relation.may).
enum class action { bid, buy_now, retract, cancel_bids, change_reserve, edit, cancel, sell_now, relist, freeze, resume };

// Which of their bids a retraction takes back.
enum class retraction_scope { all, latest };

// What people are told; the kinds of notifications.
enum class news_kind {
    outbid,
    leading,
    won,
    lost,
    sold,
    unsold,
    extended,
    frozen,
    resumed,
    cancelled,
    bids_cancelled,
    max_cut,
    withdrawn_by_bidder
};

// In the order of the enumerators.
inline constexpr std::array<std::string_view, 2> unsold_reason_names{"no_bids", "reserve_not_met"};
inline constexpr std::array<std::string_view, 3> sold_by_names{"hammer", "buy_now", "early"};
inline constexpr std::array<std::string_view, 3> reserve_status_names{"none", "not_met", "met"};
inline constexpr std::array<std::string_view, 2> soft_close_mode_names{"reset", "add"};
inline constexpr std::array<std::string_view, 3> bid_outcome_names{"leading", "outbid", "raised"};
inline constexpr std::array<std::string_view, 9> step_reason_names{"opening", "challenge", "counter",   "exhausted", "takeover",
                                                                   "tie",     "reserve",   "withdrawn", "buy_now"};
inline constexpr std::array<std::string_view, 5> relation_names{"none", "leading", "outbid", "won", "lost"};
inline constexpr std::array<std::string_view, 12> act_kind_names{"opened",    "terms_changed",  "reserve_changed", "buy_now",
                                                                 "retracted", "bids_cancelled", "frozen",          "resumed",
                                                                 "extended",  "closed",         "sold_early",      "cancelled"};
inline constexpr std::array<std::string_view, 4> actor_names{"seller", "bidder", "moderator", "system"};
inline constexpr std::array<std::string_view, 17> act_reason_names{"wrong_amount",
                                                                   "description_changed",
                                                                   "seller_unreachable",
                                                                   "bidder_asked",
                                                                   "bidder_unreachable",
                                                                   "bidder_untrusted",
                                                                   "suspended",
                                                                   "unavailable",
                                                                   "damaged",
                                                                   "listing_error",
                                                                   "prohibited_item",
                                                                   "fraud",
                                                                   "complaint",
                                                                   "technical",
                                                                   "resolved",
                                                                   "mistake",
                                                                   "outage"};
inline constexpr std::array<std::string_view, 11> action_names{"bid",    "buy_now",  "retract", "cancel_bids", "change_reserve", "edit",
                                                               "cancel", "sell_now", "relist",  "freeze",      "resume"};
inline constexpr std::array<std::string_view, 2> retraction_scope_names{"all", "latest"};
inline constexpr std::array<std::string_view, 13> news_kind_names{"outbid",
                                                                  "leading",
                                                                  "won",
                                                                  "lost",
                                                                  "sold",
                                                                  "unsold",
                                                                  "extended",
                                                                  "frozen",
                                                                  "resumed",
                                                                  "cancelled",
                                                                  "bids_cancelled",
                                                                  "max_cut",
                                                                  "withdrawn_by_bidder"};

constexpr std::string_view to_string(unsold_reason r) { return unsold_reason_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(sold_by s) { return sold_by_names[static_cast<std::size_t>(s)]; }
constexpr std::string_view to_string(reserve_status r) { return reserve_status_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(soft_close_mode m) { return soft_close_mode_names[static_cast<std::size_t>(m)]; }
constexpr std::string_view to_string(bid_outcome o) { return bid_outcome_names[static_cast<std::size_t>(o)]; }
constexpr std::string_view to_string(step_reason r) { return step_reason_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(relation r) { return relation_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(act_kind k) { return act_kind_names[static_cast<std::size_t>(k)]; }
constexpr std::string_view to_string(actor a) { return actor_names[static_cast<std::size_t>(a)]; }
constexpr std::string_view to_string(act_reason r) { return act_reason_names[static_cast<std::size_t>(r)]; }
constexpr std::string_view to_string(action a) { return action_names[static_cast<std::size_t>(a)]; }
constexpr std::string_view to_string(retraction_scope s) { return retraction_scope_names[static_cast<std::size_t>(s)]; }
constexpr std::string_view to_string(news_kind k) { return news_kind_names[static_cast<std::size_t>(k)]; }

// The enumerator whose word this is; nothing for an unknown word.
template <class Enum>
constexpr std::optional<Enum> named(std::span<const std::string_view> names, std::string_view word) {
    const auto found = std::ranges::find(names, word);
    if (found == names.end()) return std::nullopt;
    return static_cast<Enum>(found - names.begin());
}

// The reasons that each command takes: R-60 for retractions, auction rules 2.1 for lots.
inline constexpr std::array<std::string_view, 3> retraction_reasons{"wrong_amount", "description_changed", "seller_unreachable"};
inline constexpr std::array<std::string_view, 3> bid_cancellation_reasons{"bidder_asked", "bidder_unreachable", "bidder_untrusted"};
inline constexpr std::array<std::string_view, 3> seller_cancellation_reasons{"unavailable", "damaged", "listing_error"};
inline constexpr std::array<std::string_view, 2> moderator_cancellation_reasons{"prohibited_item", "fraud"};
inline constexpr std::array<std::string_view, 3> freeze_reasons{"complaint", "fraud", "technical"};
inline constexpr std::array<std::string_view, 2> resume_reasons{"resolved", "mistake"};

}  // namespace gavel::bidding
