// Signals: reasons for a moderator to look at somebody. Never a verdict, never in the way of a bid.
#pragma once
#include "base/ids.hpp"
#include "base/time.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::trust {

using signal_id = id<struct signal_tag>;

enum class kind {
    concentration,
    narrow_bidding,
    never_wins,
    loses_to_seller,
    shill_score,
    reserve_probing,
    shared_with_seller,
    shared_with_bidder,
    new_account_leading,
    exposing_retraction,
    cancelled_with_bids,
};
enum class signal_state { open, dismissed, confirmed };
enum class verdict { dismissed, confirmed, reopened };

// The words of the API and of the schema, in the order of the enumerators.
inline constexpr std::array<std::string_view, 11> kind_names{
    "concentration",      "narrow_bidding",     "never_wins",          "loses_to_seller",     "shill_score",        "reserve_probing",
    "shared_with_seller", "shared_with_bidder", "new_account_leading", "exposing_retraction", "cancelled_with_bids"};
inline constexpr std::array<std::string_view, 3> signal_state_names{"open", "dismissed", "confirmed"};
inline constexpr std::array<std::string_view, 3> verdict_names{"dismissed", "confirmed", "reopened"};

constexpr std::string_view to_string(kind k) { return kind_names[static_cast<std::size_t>(k)]; }
constexpr std::string_view to_string(signal_state s) { return signal_state_names[static_cast<std::size_t>(s)]; }
constexpr std::string_view to_string(verdict v) { return verdict_names[static_cast<std::size_t>(v)]; }

// One finding. Kind, subject, other and lot together are its identity: found again, it is the same signal.
struct signal {
    trust::kind kind = trust::kind::concentration;
    account_id subject;               // whom it is about
    std::optional<account_id> other;  // the seller or another bidder
    std::optional<lot_id> lot;
    std::int64_t score = 0;        // 1 to 100
    boost::json::object evidence;  // counts only
};

// A signal as moderators see it.
struct person {
    account_id id;
    std::string display_name;
};
struct decision {
    trust::verdict verdict = trust::verdict::dismissed;
    std::optional<person> moderator;  // nothing once that account is gone
    std::string note;
    instant at;
};
struct listed_signal {
    signal_id id;
    std::string kind;
    std::string state;
    std::int64_t score = 0;
    person subject;
    std::optional<person> other;
    std::optional<lot_id> lot;
    std::string lot_title;
    boost::json::object evidence;
    instant first_seen_at, last_seen_at;
    std::optional<decision> latest;
};

struct signal_filter {
    std::string state = "open";
    std::optional<std::string> kind;
    std::optional<account_id> account;  // subject or other side
    std::optional<lot_id> lot;
};
// Where a page of the list ended.
struct signal_place {
    std::int64_t score = 0;
    signal_id id;
};
struct signal_page {
    std::vector<listed_signal> items;
    std::optional<signal_place> next;
};

}  // namespace gavel::trust
