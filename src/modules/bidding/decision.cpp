#include "modules/bidding/decision.hpp"

#include "modules/bidding/price.hpp"
#include "modules/bidding/replay.hpp"

#include <algorithm>
#include <utility>

namespace gavel::bidding {

namespace {

void move_end(standing& lot, instant ends_at) {
    lot.hard_ends_at += ends_at - lot.ends_at;
    lot.ends_at = ends_at;
}

void close(standing& lot, instant now, sold_by how) {
    lot.state = lot_state::ended_sold;
    lot.sold_by = how;
    lot.closed_at = now;
}

void fall_hammer(standing& lot, instant now) {
    if (lot.price && reserve_of(lot) != reserve_status::not_met) return close(lot, now, sold_by::hammer);
    lot.state = lot_state::ended_unsold;
    lot.unsold = lot.price ? unsold_reason::reserve_not_met : unsold_reason::no_bids;
    lot.closed_at = now;
}

void set_terms(standing& lot, const terms& chosen) {
    static_cast<terms&>(lot) = chosen;
    lot.original_ends_at = chosen.ends_at;
}

// exactly the fixed price; every maximum is void.
void buy(decision& d) {
    auto& lot = d.after;
    const leadership buyer{*d.done.account, *d.done.content.bidder, *lot.buy_now, d.done.seq};
    lot.bidders = std::max(lot.bidders, buyer.number);
    lot.price = buyer.max;
    lot.leader = buyer;
    ++lot.steps;
    d.done.steps.push_back({buyer.number, buyer.max, step_reason::buy_now});
    d.maxima.push_back({buyer.number, buyer.bidder, buyer.max, buyer.seq});
    close(lot, d.done.at, sold_by::buy_now);
}

void change_reserve(decision& d) {
    auto& lot = d.after;
    const auto& asked = d.done.content;
    if (apply_reserve(lot, asked.reserve, asked.reserve_salt, asked.granularity))
        d.maxima.push_back({lot.leader->number, lot.leader->bidder, lot.leader->max, lot.leader->seq});
}

// price and leader as if the bids had never been; the end and the numbers stay.
void withdraw_bids(decision& d, std::span<const record> log) {
    auto& lot = d.after;
    auto without = replay(lot, log, d.done.content.bids);
    const bool shows = without.price && (without.price != lot.price || without.leader->bidder != lot.leader->bidder);
    lot.price = without.price;
    lot.leader = without.leader;
    lot.bids = without.bids;
    d.maxima = std::move(without.maxima);
    if (!shows) return;
    ++lot.steps;
    d.done.steps.push_back({lot.leader->number, *lot.price, step_reason::withdrawn});
}

}  // namespace

standing started(standing lot, instant now) {
    if (lot.state == lot_state::scheduled && now >= lot.starts_at) lot.state = lot_state::running;
    return lot;
}

decision opened(lot_id lot, account_id seller, const terms& chosen, instant now) {
    standing nothing_yet;
    nothing_yet.lot = lot;
    nothing_yet.seller = seller;
    auto begun = act_on(nothing_yet, act_kind::opened, actor::seller, seller, now);
    begun.content.terms = chosen;
    return decide(nothing_yet, std::move(begun));
}

act act_on(const standing& lot, act_kind kind, actor by, std::optional<account_id> account, instant now) {
    act begun;
    begun.seq = lot.next_seq;
    begun.at = now;
    begun.kind = kind;
    begun.actor = by;
    begun.account = account;
    return begun;
}

decision decide(const standing& lot, act asked, std::span<const record> log) {
    const auto now = asked.at;
    decision d{asked.kind == act_kind::opened ? lot : started(lot, now), std::move(asked), {}};
    auto& after = d.after;
    const auto& content = d.done.content;
    switch (d.done.kind) {
        case act_kind::opened:
            set_terms(after, *content.terms);
            after = started(after, now);
            break;
        case act_kind::terms_changed: set_terms(after, *content.terms); break;
        case act_kind::reserve_changed: change_reserve(d); break;
        case act_kind::buy_now: buy(d); break;
        case act_kind::retracted:
        case act_kind::bids_cancelled: withdraw_bids(d, log); break;
        case act_kind::frozen:
            after.state = lot_state::frozen;
            after.frozen_at = now;
            break;
        case act_kind::resumed:
            after.state = lot_state::running;
            after.frozen_at.reset();
            move_end(after, *content.ends_at);
            break;
        case act_kind::extended: move_end(after, *content.ends_at); break;
        case act_kind::closed: fall_hammer(after, now); break;
        case act_kind::sold_early: close(after, now, sold_by::early); break;
        case act_kind::cancelled:
            after.state = lot_state::cancelled;
            after.cancelled_for = content.reason;
            after.frozen_at.reset();
            after.closed_at = now;
            break;
    }
    after.next_seq = d.done.seq + 1;
    if (d.done.kind != act_kind::opened) ++after.version;
    d.done.after = aftermath_of(after);
    return d;
}

}  // namespace gavel::bidding
