#include "modules/bidding/first_answer.hpp"

#include "modules/bidding/rules.hpp"

namespace gavel::bidding {

namespace {

// The standing of that moment, running.
standing as_it_was(const standing& today, const aftermath& after, std::optional<std::int64_t> reserve, const digest& head) {
    auto then = today;
    then.state = after.state;
    then.unsold.reset();
    then.sold_by.reset();
    then.cancelled_for.reset();
    then.frozen_at.reset();
    then.reserve = reserve;
    then.price = after.price;
    then.leader.reset();
    if (after.leader) then.leader.emplace().number = *after.leader;
    then.bids = after.bids;
    then.bidders = after.bidders;
    then.ends_at = after.ends_at;
    then.version = after.version;
    then.audit_head = head;
    return then;
}

}  // namespace

placed_bid answer_of(const offer& bid, const bid_record& made, const standing& after) {
    placed_bid answer;
    answer.seq = made.seq;
    answer.max = bid.max;
    answer.placed_at = made.at;
    answer.outcome = made.outcome;
    answer.receipt = {made.salt, made.hash};
    answer.standing = public_view(after);
    return answer;
}

accepted_act answer_of(const decision& d) {
    accepted_act answer;
    answer.seq = d.done.seq;
    answer.at = d.done.at;
    answer.standing = public_view(d.after);
    return answer;
}

placed_bid first_answer(const repository::stored_bid& bid, const standing& today) {
    const auto then = as_it_was(today, bid.after, bid.reserve_then, bid.receipt.hash);
    placed_bid answer;
    answer.seq = bid.seq;
    answer.max = money{bid.max, then.currency};
    answer.placed_at = bid.placed_at;
    answer.outcome = bid.outcome;
    answer.receipt = bid.receipt;
    answer.standing = public_view(then);
    return answer;
}

accepted_act first_answer(const repository::stored_act& act, const standing& today) {
    const auto& done = act.done;
    auto then = as_it_was(today, done.after, act.reserve_then, done.hash);
    if (done.kind == act_kind::buy_now) then.sold_by = sold_by::buy_now;
    if (done.kind == act_kind::sold_early) then.sold_by = sold_by::early;
    if (done.kind == act_kind::cancelled) then.cancelled_for = done.content.reason;
    if (done.kind == act_kind::frozen) then.frozen_at = done.at;
    accepted_act answer;
    answer.seq = done.seq;
    answer.at = done.at;
    answer.standing = public_view(then);
    return answer;
}

}  // namespace gavel::bidding
