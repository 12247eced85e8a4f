#include "modules/bidding/rules.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/price.hpp"

#include <algorithm>
#include <chrono>

namespace gavel::bidding {

namespace {

// Called only for bids that are not the leader's own raise.
bool extend(standing& lot, instant now) {
    const auto left = lot.ends_at - now;
    if (left > std::chrono::seconds(lot.soft.window_s)) return false;
    const auto from = lot.soft.mode == soft_close_mode::reset ? now : lot.ends_at;
    const auto wanted = std::min(from + std::chrono::seconds(lot.soft.extend_s), lot.hard_ends_at);
    if (wanted <= lot.ends_at) return false;
    lot.ends_at = wanted;
    return true;
}

const problem* why_not_amount(const standing& lot, const offer& bid, bool raises_own, std::int64_t next, const bid_policy& policy) {
    if (bid.max.currency != lot.currency) return &wrong_currency;
    if (bid.max.amount > policy.max) return &amount_too_large;
    // The published minimum itself is always a good amount, whatever the seller's start price was.
    if (bid.max.amount % policy.granularity != 0 && bid.max.amount != next) return &amount_not_whole;
    if (raises_own) return bid.max.amount > lot.leader->max ? nullptr : &max_not_higher;
    return bid.max.amount >= next ? nullptr : &bid_too_low;
}

}  // namespace

result<verdict> judge(const standing& lot, const offer& bid, const bidder_facts& who, instant now, const bid_policy& policy) {
    const bool raises_own = lot.leader && lot.leader->bidder == bid.bidder;
    const auto next = min_next(lot);
    const auto least = raises_own ? lot.leader->max + policy.granularity : next;

    const auto refused = [&](const problem& why, boost::json::object facts) {
        facts["min_next"] = to_json(money{least, lot.currency});
        return refuse_about(lot, why, std::move(facts));
    };
    if (const auto* why = why_not_bid(lot, bid.bidder, who, now)) return refused(*why, deposit_facts(*why, lot, who));
    if (const auto* why = why_not_amount(lot, bid, raises_own, next, policy)) return refused(*why, {{"field", "max"}});
    if (exceeds_exposure(bid.max.amount, who)) {
        const money available{std::max<std::int64_t>(0, *who.exposure_left), lot.currency};
        return refused(exposure_exceeded, {{"field", "max"}, {"available", to_json(available)}});
    }
    if (!bid.confirmed && is_unusual(bid.max.amount, next, who, policy)) return refused(confirm_amount, {{"field", "max"}});

    verdict v;
    v.after = started(lot, now);
    v.seq = v.after.next_seq++;
    v.bidder_number = who.number ? *who.number : ++v.after.bidders;
    v.outcome = apply_maximum(v.after, {bid.bidder, v.bidder_number, bid.max.amount, v.seq}, v.steps);
    if (lot.leader && v.after.leader->bidder != lot.leader->bidder) v.displaced = lot.leader->bidder;
    if (!raises_own) v.extended = extend(v.after, now);
    v.public_change = !raises_own || !v.steps.empty();
    if (v.public_change) ++v.after.version;
    return v;
}

bid_record record_of(const offer& bid, const verdict& v, const salt& drawn, instant now) {
    bid_record made;
    made.seq = v.seq;
    made.at = now;
    made.bidder = bid.bidder;
    made.number = v.bidder_number;
    made.max = bid.max.amount;
    made.salt = drawn;
    made.outcome = v.outcome;
    made.steps = v.steps;
    made.after = aftermath_of(v.after);
    return made;
}

std::optional<decision> closed(const standing& lot, instant now) {
    if (started(lot, now).state != lot_state::running || now < lot.ends_at) return std::nullopt;
    return decide(lot, act_on(lot, act_kind::closed, actor::system, std::nullopt, now));
}

public_standing public_view(const standing& lot) {
    public_standing view;
    view.lot = lot.lot;
    view.version = lot.version;
    view.state = lot.state;
    if (lot.price) view.price = money{*lot.price, lot.currency};
    view.min_next = money{min_next(lot), lot.currency};
    view.bids = lot.bids;
    view.bidders = lot.bidders;
    if (lot.leader) view.leader = lot.leader->number;
    view.reserve = reserve_of(lot);
    if (const auto price = buy_now_of(lot)) view.buy_now = money{*price, lot.currency};
    if (lot.deposit) view.deposit = money{*lot.deposit, lot.currency};
    view.starts_at = lot.starts_at;
    view.ends_at = lot.ends_at;
    view.original_ends_at = lot.original_ends_at;
    view.frozen_at = lot.frozen_at;
    view.unsold = lot.unsold;
    view.sold_by = lot.sold_by;
    view.cancelled_for = lot.cancelled_for;
    view.audit_head = lot.audit_head;
    return view;
}

relation relation_of(const standing& lot, account_id bidder) {
    const bool leads = lot.leader && lot.leader->bidder == bidder;
    if (lot.state == lot_state::running || lot.state == lot_state::frozen) return leads ? relation::leading : relation::outbid;
    return leads && lot.state == lot_state::ended_sold ? relation::won : relation::lost;
}

}  // namespace gavel::bidding
