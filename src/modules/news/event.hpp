// One piece of news for one person, and the jobs in which it waits to be told.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <boost/json/object.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::news {

enum class kind {
    outbid,   // somebody offered more
    leading,  // leads again: a bid above was withdrawn or cancelled
    won,
    lost,
    sold,                 // to the seller
    unsold,               // to the seller
    extended,             // the service was away: the end moved
    frozen,               // a moderator stopped the clock
    resumed,              // and let it run again
    cancelled,            // the whole auction
    bids_cancelled,       // all bids of the one who is told
    max_cut,              // a lowered reserve cut the maximum of the one who is told
    withdrawn_by_bidder,  // to the seller: somebody's bid no longer counts
    ending_soon,          // a lot one waits for
    search_hit,           // new lots for a saved search; the lot of the event is the newest of them
    // Of an order (`order`; the lot of the event is its first). To the buyer unless said otherwise.
    order_opened,    // has to be paid
    order_reminder,  // soon
    order_paid,      // also to the seller, who has to send it
    order_overdue,   // was not sent in time; also to the seller
    order_shipped,
    order_received,   // to the seller; to the buyer if it only counts as received
    order_completed,  // to the seller, who was paid
    order_unpaid,     // also to the seller
    order_cancelled,  // to both, as the following
    order_refunded,
    order_disputed,
    order_settled,
    order_message,  // to the one who has not written it
    second_chance,  // to a runner-up, to whom the lot is offered
    // Of a deposit for the lot, whose number is `seq`; to its owner.
    deposit_taken,      // is held: bids are taken
    deposit_released,   // is free again
    deposit_forfeited,  // an order was not paid; also to the seller who gets it
};
constexpr bool is_of_order(kind k) { return k >= kind::order_opened && k <= kind::second_chance; }
constexpr bool is_of_deposit(kind k) { return k >= kind::deposit_taken; }

// The words of the payload, of the API and of the schema, in the order of the enumerators.
inline constexpr std::array<std::string_view, 32> kind_names{"outbid",
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
                                                             "withdrawn_by_bidder",
                                                             "ending_soon",
                                                             "search_hit",
                                                             "order_opened",
                                                             "order_reminder",
                                                             "order_paid",
                                                             "order_overdue",
                                                             "order_shipped",
                                                             "order_received",
                                                             "order_completed",
                                                             "order_unpaid",
                                                             "order_cancelled",
                                                             "order_refunded",
                                                             "order_disputed",
                                                             "order_settled",
                                                             "order_message",
                                                             "second_chance",
                                                             "deposit_taken",
                                                             "deposit_released",
                                                             "deposit_forfeited"};
constexpr std::string_view to_string(kind k) { return kind_names[static_cast<std::size_t>(k)]; }

// A lot that a saved search has found.
struct found_lot {
    lot_id lot;
    std::string title;
    money price;

    bool operator==(const found_lot&) const = default;
};

// What saved searches have found for one account.
struct findings {
    std::int64_t count = 0;         // lots
    std::string name, query;        // of the search; both empty if it was several
    std::vector<found_lot> lots;    // those that a letter may tell, newest first; none: no letter
    std::int64_t untold_count = 0;  // how many more a letter may tell

    bool operator==(const findings&) const = default;
};

// Happens once per account, lot, kind and seq, however often it is told.
struct event {
    news::kind kind = kind::outbid;
    account_id account;  // who is told
    lot_id lot;
    std::int64_t order = 0;      // of what is_of_order; otherwise 0
    std::int64_t seq = 0;        // of the bid, act or event of an order that caused it; of a deposit its number
    std::optional<money> price;  // of the lot, right after; of an order: what is owed, paid, or given back; of a deposit: how much it is
    std::optional<money> max;    // max_cut: what the maximum is now; of the price's currency
    std::optional<instant> ends_at;  // extended, resumed: the new end; ending_soon: the end; of an order: the deadline
    std::string reason;              // what the one who acted gave as reason; order_shipped: the tracking number; deposit_released:
                                     // to_card, to_wallet; empty: nothing
    findings found;                  // search_hit
    std::string audit_head;          // hexadecimal, of the lot's audit chain right after; empty: not known

    bool operator==(const event&) const = default;
};

inline constexpr std::size_t events_max = 500;  // per job

// Told to everybody once this transaction has committed, by as many jobs as it takes. Sends only: no round trip.
void tell(pg::transaction& tx, std::span<const event> events);

// The payload of one job. Reading throws std::exception if it is malformed (our bug).
boost::json::object payload_of(std::span<const event> events);
std::vector<event> read_events(const boost::json::object& payload);

}  // namespace gavel::news
