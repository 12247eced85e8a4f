#include "modules/bidding/messages.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace gavel::bidding {

namespace {

class teller {
public:
    explicit teller(const verdict& v) : pattern_(pattern_of(v.after, v.seq)) {}
    explicit teller(const decision& d) : pattern_(pattern_of(d.after, d.done.seq)) {
        pattern_.reason = d.done.content.reason;
        pattern_.ends_at = d.done.content.ends_at;
    }

    void tell(news_kind kind, account_id to, std::optional<money> max = std::nullopt) {
        if (!told_.insert(to).second) return;
        auto& made = all_.emplace_back(pattern_);
        made.kind = kind;
        made.to = to;
        made.max = max;
    }
    void tell(news_kind kind, std::span<const account_id> to) {
        for (const auto each : to) tell(kind, each);
    }
    std::vector<message> take() { return std::move(all_); }

private:
    static message pattern_of(const standing& after, std::int64_t seq) {
        message pattern;
        pattern.lot = after.lot;
        pattern.seq = seq;
        if (after.price) pattern.price = money{*after.price, after.currency};
        return pattern;
    }

    message pattern_;
    std::set<account_id> told_;  // nobody is told two things by one command
    std::vector<message> all_;
};

void tell_everybody(teller& to, news_kind kind, const decision& d, const audience& all) {
    if (d.done.account != d.after.seller) to.tell(kind, d.after.seller);
    to.tell(kind, all.bidders);
    to.tell(kind, all.watchers);
}

void tell_result(teller& to, const standing& lot, const audience& all) {
    const bool sold = lot.state == lot_state::ended_sold;
    to.tell(sold ? news_kind::sold : news_kind::unsold, lot.seller);
    if (sold) to.tell(news_kind::won, lot.leader->bidder);
    to.tell(news_kind::lost, all.bidders);
}

// whose bids they were, the new leader, and who was displaced by it.
void tell_withdrawal(teller& to, const standing& before, const decision& d) {
    const auto& lot = d.after;
    const auto whose = std::ranges::find(d.maxima, *d.done.content.bidder, &standing_maximum::number);
    if (d.done.kind == act_kind::retracted) {
        to.tell(news_kind::withdrawn_by_bidder, lot.seller);
    } else {
        to.tell(news_kind::bids_cancelled, whose->bidder);
        if (d.done.actor != actor::seller) to.tell(news_kind::withdrawn_by_bidder, lot.seller);
    }
    if (lot.leader && lot.leader->bidder != before.leader->bidder) {
        to.tell(news_kind::leading, lot.leader->bidder);
        if (before.leader->bidder != whose->bidder) to.tell(news_kind::outbid, before.leader->bidder);
    }
}

}  // namespace

std::vector<message> messages_of(const verdict& v) {
    teller to(v);
    if (v.displaced) to.tell(news_kind::outbid, *v.displaced);
    return to.take();
}

std::vector<message> messages_of(const standing& before, const decision& d, const audience& all) {
    teller to(d);
    switch (d.done.kind) {
        case act_kind::opened:
        case act_kind::terms_changed: break;
        case act_kind::reserve_changed:
            for (const auto& cut : d.maxima) to.tell(news_kind::max_cut, cut.bidder, money{*cut.max, d.after.currency});
            break;
        case act_kind::retracted:
        case act_kind::bids_cancelled: tell_withdrawal(to, before, d); break;
        case act_kind::frozen: tell_everybody(to, news_kind::frozen, d, all); break;
        case act_kind::resumed: tell_everybody(to, news_kind::resumed, d, all); break;
        case act_kind::extended: tell_everybody(to, news_kind::extended, d, all); break;
        case act_kind::buy_now:
        case act_kind::closed:
        case act_kind::sold_early: tell_result(to, d.after, all); break;
        case act_kind::cancelled: tell_everybody(to, news_kind::cancelled, d, all); break;
    }
    return to.take();
}

std::vector<message> still_true(std::vector<message> all, const standing& at_end) {
    const auto leads = [&](const message& n) { return at_end.leader && at_end.leader->bidder == n.to; };
    std::vector<message> kept;
    std::set<account_id> told;
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        const bool of_the_lead = each->kind == news_kind::outbid || each->kind == news_kind::leading;
        if (of_the_lead && (leads(*each) != (each->kind == news_kind::leading) || !told.insert(each->to).second)) continue;
        kept.push_back(std::move(*each));
    }
    std::ranges::reverse(kept);
    return kept;
}

}  // namespace gavel::bidding
