#include "modules/bidding/desk_batch.hpp"

#include "modules/bidding/audit.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/first_answer.hpp"

namespace gavel::bidding {

namespace {

bool same_intent(const offer& one, const offer& other) { return one.lot == other.lot && one.max == other.max; }

}  // namespace

desk_batch::desk_batch(std::vector<const offer*> bids, repository::locked_batch found, backgrounds known, std::vector<salt> salts,
                       const bid_policy& policy)
    : bids_(std::move(bids)),
      found_(std::move(found)),
      known_(std::move(known)),
      salts_(std::move(salts)),
      policy_(policy) {}

std::vector<result<placed_bid>> desk_batch::decide() {
    std::vector<result<placed_bid>> answers;
    answers.reserve(bids_.size());
    for (std::size_t at = 0; at < bids_.size(); ++at) answers.push_back(decide_one(at));
    return answers;
}

result<placed_bid> desk_batch::decide_one(std::size_t at) {
    const auto& bid = *bids_[at];
    const auto place = found_.locked.lots.find(bid.lot);
    if (place == found_.locked.lots.end()) return refuse(no_such_lot);
    auto& lot = place->second;

    if (const auto& earlier = found_.bids[at].earlier) {
        if (earlier->lot != bid.lot || money{earlier->max, lot.currency} != bid.max) return refuse(key_reused);
        ++repeated_;
        return first_answer(*earlier, lot);
    }
    if (found_.bids[at].key_of_act) return refuse(key_reused);
    if (const auto twin = by_key_.find({bid.bidder, bid.idempotency_key}); twin != by_key_.end()) {
        if (!same_intent(*twin->second.first, bid)) return refuse(key_reused);
        ++repeated_;
        return twin->second.second;
    }
    auto v = judge(lot, bid, facts_of(at, lot), found_.locked.now, policy_);
    if (!v) return std::unexpected(std::move(v.error()));
    return accept(at, lot, std::move(*v));
}

bidder_facts desk_batch::facts_of(std::size_t at, const standing& lot) const {
    const auto& bid = *bids_[at];
    auto who = found_.bids[at].who;
    if (const auto given = numbers_.find({bid.lot, bid.bidder}); given != numbers_.end()) who.number = given->second;
    const auto background = known_.find(bid.bidder);
    if (background == known_.end()) return who;
    const auto& [habit, power_left] = background->second;
    if (power_left) who.exposure_left = *power_left + maximum_led_with(lot, bid.bidder);
    if (habit.currency == bid.max.currency) {
        who.earlier_bids = habit.bids;
        who.highest_earlier_max = habit.highest;
    }
    return who;
}

result<placed_bid> desk_batch::accept(std::size_t at, standing& lot, verdict v) {
    const auto& bid = *bids_[at];
    repository::accepted_bid next;
    next.bid = &bid;
    next.made = record_of(bid, v, salts_[at], found_.locked.now);
    next.steps_before = lot.steps;
    seal(v.after, next.made);

    auto& outcome = lots_[bid.lot];
    outcome.visible |= v.public_change;
    for (auto& each : messages_of(v)) outcome.news.push_back(std::move(each));
    numbers_.emplace(std::pair(bid.lot, bid.bidder), v.bidder_number);
    bind(bid, lot, v.after, found_.bids[at].who.secured);
    lot = std::move(v.after);

    auto answer = answer_of(bid, next.made, lot);
    by_key_.emplace(std::pair(bid.bidder, std::string_view(bid.idempotency_key)), std::pair(&bid, answer));
    accepted_.push_back(std::move(next));
    return answer;
}

// Habits and powers move with every accepted bid: of whoever bid, and of whoever no longer leads.
void desk_batch::bind(const offer& bid, const standing& before, const standing& after, bool secured) {
    const auto rebind = [&](account_id who) {
        const auto found = known_.find(who);
        if (secured || found == known_.end() || !found->second.power_left) return;
        *found->second.power_left += maximum_led_with(before, who) - maximum_led_with(after, who);
    };
    rebind(bid.bidder);
    if (before.leader && before.leader->bidder != bid.bidder) rebind(before.leader->bidder);
    if (const auto found = known_.find(bid.bidder); found != known_.end()) found->second.habit.add(bid.max);
}

std::vector<const standing*> desk_batch::changed() const {
    std::vector<const standing*> all;
    for (const auto& [lot, outcome] : lots_) all.push_back(&found_.locked.lots.at(lot));
    return all;
}

std::vector<public_standing> desk_batch::visible() const {
    std::vector<public_standing> all;
    for (const auto& [lot, outcome] : lots_)
        if (outcome.visible) all.push_back(public_view(found_.locked.lots.at(lot)));
    return all;
}

std::vector<news::event> desk_batch::news() {
    std::vector<news::event> all;
    for (auto& [lot, outcome] : lots_) {
        const auto& at_end = found_.locked.lots.at(lot);
        const auto told = still_true(std::move(outcome.news), at_end);
        for (auto& each : events_of(told, at_end)) all.push_back(std::move(each));
    }
    return all;
}

}  // namespace gavel::bidding
