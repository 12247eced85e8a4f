// Judging a whole log again: the verifier behind `gavel audit lot`.
#include "modules/bidding/audit.hpp"
#include "modules/bidding/rules.hpp"

#include <limits>
#include <utility>

namespace gavel::bidding {

namespace {

// What an act of this kind must carry; a stored row may say anything.
bool is_whole(const standing& lot, const act& done) {
    const auto& content = done.content;
    switch (done.kind) {
        case act_kind::opened: return content.terms && done.seq == 1;
        case act_kind::terms_changed: return content.terms.has_value();
        case act_kind::buy_now: return content.bidder && done.account && lot.buy_now;
        case act_kind::retracted:
        case act_kind::bids_cancelled: return content.bidder && !content.bids.empty();
        case act_kind::resumed:
        case act_kind::extended: return content.ends_at.has_value();
        default: return true;
    }
}

class checker {
public:
    checker(const standing& now, std::span<const record> log, std::span<const account_id> bidders)
        : now_(now),
          log_(log),
          bidders_(bidders) {
        lot_.lot = now.lot;
        lot_.seller = now.seller;
    }

    std::optional<difference> run() {
        if (log_.empty()) return difference{1, "seq"};
        for (std::size_t at = 0; at < log_.size(); ++at)
            if (const auto fault = fault_of(at)) return difference{static_cast<std::int64_t>(at) + 1, *fault};
        const auto newest = lot_.next_seq - 1;
        if (lot_.audit_head != now_.audit_head)
            return lot_.next_seq < now_.next_seq ? difference{lot_.next_seq, "seq"} : difference{newest, "head"};
        if (now_.state == lot_state::running) lot_ = started(std::move(lot_), now_.starts_at);
        lot_.deposit = now_.deposit;  // follows terms that are no part of the chain
        if (!takes_version(lot_.version, now_.version) || lot_ != now_) return difference{newest, "standing"};
        return std::nullopt;
    }

private:
    std::optional<std::string_view> fault_of(std::size_t at) {
        const auto& each = log_[at];
        const auto* done = std::get_if<act>(&each);
        const bool opens = done && done->kind == act_kind::opened;
        if (seq_of(each) != lot_.next_seq || opens != (at == 0)) return "seq";
        const auto& hash = std::visit([](const auto& r) -> const digest& { return r.hash; }, each);
        if (link(lot_.audit_head, text_of(now_, each)) != hash) return "hash";
        if (!(done ? has_effect(*done, at) : has_effect(std::get<bid_record>(each)))) return "effect";
        if (!(done ? is_theirs(*done) : is_numbered(std::get<bid_record>(each).number, std::get<bid_record>(each).bidder)))
            return "account";
        lot_.audit_head = hash;
        return std::nullopt;
    }

    // Starting a scheduled lot is no command: it moves the version by one, before any of its records.
    bool takes_version(std::int64_t& derived, std::int64_t stored) {
        if (std::exchange(may_start_, false) && stored == derived + 1) ++derived;
        return stored == derived;
    }

    bool has_effect(const bid_record& bid) {
        offer intent;
        intent.lot = lot_.lot;
        intent.bidder = bid.bidder;
        intent.max = {bid.max, lot_.currency};
        intent.confirmed = true;
        bidder_facts who;
        if (bid.number <= lot_.bidders) who.number = bid.number;
        bid_policy any;  // today's settings say nothing about what was accepted then
        any.granularity = 1;
        any.max = std::numeric_limits<std::int64_t>::max();
        auto again = judge(lot_, intent, who, bid.at, any);
        if (!again || !takes_version(again->after.version, bid.after.version)) return false;
        auto made = record_of(intent, *again, bid.salt, bid.at);
        made.hash = bid.hash;
        lot_ = std::move(again->after);
        return made == bid;
    }

    bool has_effect(const act& done, std::size_t at) {
        if (!is_whole(lot_, done)) return false;
        auto asked = done;
        asked.steps.clear();
        auto again = decide(lot_, std::move(asked), log_.first(at));
        if (!takes_version(again.after.version, done.after.version)) return false;
        again.done.after.version = again.after.version;
        if (done.kind == act_kind::opened) may_start_ = again.after.state == lot_state::scheduled;
        lot_ = std::move(again.after);
        return again.done == done;
    }

    bool is_numbered(std::int32_t number, account_id who) const {
        return number >= 1 && static_cast<std::size_t>(number) <= bidders_.size() && bidders_[static_cast<std::size_t>(number) - 1] == who;
    }

    bool is_theirs(const act& done) const {
        switch (done.actor) {
            case actor::seller: return done.account == now_.seller;
            case actor::bidder: return done.account && is_numbered(done.content.bidder.value_or(0), *done.account);
            case actor::moderator: return done.account.has_value();
            case actor::system: return !done.account;
        }
        return false;
    }

    const standing& now_;
    std::span<const record> log_;
    std::span<const account_id> bidders_;
    standing lot_;            // after the records so far
    bool may_start_ = false;  // scheduled, and its start has not moved the version yet
};

}  // namespace

std::optional<difference> first_difference(const standing& now, std::span<const record> log, std::span<const account_id> bidders) {
    return checker(now, log, bidders).run();
}

}  // namespace gavel::bidding
