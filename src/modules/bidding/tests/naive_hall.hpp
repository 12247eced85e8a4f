// An auction house that takes one lock at a time, in memory: what desks must agree with, whatever their batches, threads and failures.
//
// A wave is a set of commands sent at once. Afterwards the log of each lot says in which order the accepted ones were decided; the house
// decides them again one by one. A refusal must be what the house would have said at some point of that order, not before what the same
// server had answered already.
#pragma once
#include "modules/bidding/acts.hpp"
#include "modules/bidding/audit.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/view.hpp"

#include <boost/json/serialize.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gavel::bidding::test {

// Without the two moments that only a jump of the clock (contest.hpp) changes.
inline std::string text_of(placed_bid answer) {
    answer.standing.starts_at = answer.standing.original_ends_at = instant{};
    return boost::json::serialize(to_json(answer, instant{}));
}
inline std::string text_of(command_result answer) {
    answer.act.standing.starts_at = answer.act.standing.original_ends_at = instant{};
    return boost::json::serialize(to_json(answer.act, instant{})) + (answer.bid ? text_of(*answer.bid) : "");
}
inline std::string text_of(const error& e) { return std::string(e.kind().slug) + boost::json::serialize(e.fields()); }

// What was drawn for the rows of a log that one command made.
using drawn_salts = std::vector<salt>;

// The records of one command, as far as they are compared: the hashes cover the rest.
struct logged {
    lot_id lot;
    std::int64_t seq = 0;  // of the first
    account_id who;
    std::string key;
    instant at;
    drawn_salts salts;
    std::vector<digest> hashes;
};

// What the house says to one command on one state of its lot.
struct saying {
    bool accepted = false;
    std::string text;  // of the answer
    standing after;
    std::optional<std::pair<account_id, std::int32_t>> numbered;
    std::vector<record> made;
};

struct naive_lot {
    standing now;
    std::map<account_id, std::int32_t> numbers;
    std::vector<record> log;

    // The log at the time of one of the states.
    std::span<const record> log_of(const standing& state) const {
        return std::span(log).first(static_cast<std::size_t>(state.next_seq) - 1);
    }
    std::optional<std::int32_t> number_of(account_id who) const {
        const auto given = numbers.find(who);
        return given == numbers.end() ? std::nullopt : std::optional(given->second);
    }
    std::vector<standing> states;  // of this wave: before it and after each accepted command
};

class naive_hall {
public:
    using key = std::pair<account_id, std::string>;
    struct first_answer {
        std::string text, intent;
    };

    explicit naive_hall(policy chosen) : rules(chosen) {}

    void open(standing lot, std::vector<record> log) {
        auto& opened = lots[lot.lot];
        opened.now = std::move(lot);
        opened.log = std::move(log);
    }

    bidder_facts facts_of(const naive_lot& lot, const standing& state, account_id who) const {
        bidder_facts facts;
        facts.number = lot.number_of(who);
        facts.admitted = !blocked.contains({state.seller, who});
        return facts;
    }

    saying bid(const naive_lot& lot, const standing& state, const offer& intent, instant at, const drawn_salts& drawn) const {
        const auto v = judge(state, intent, facts_of(lot, state, intent.bidder), at, rules.bids);
        if (!v) return refused(v.error());
        saying says;
        const auto answer = place(says, intent, *v, at, drawn.empty() ? salt{} : drawn.back());
        says.text = text_of(answer);
        return says;
    }

    // Any other command once it is judged.
    saying act(result<decision> decided) const {
        if (!decided) return refused(decided.error());
        saying says;
        command_result answer;
        answer.act = append(says, std::move(*decided));
        says.text = text_of(answer);
        return says;
    }

    saying retract(const naive_lot& lot, const standing& state, const offer& meant, act_reason reason, instant at,
                   const drawn_salts& drawn) const {
        const auto log = lot.log_of(state);
        const auto number = lot.number_of(meant.bidder).value_or(0);
        retraction_facts facts;
        facts.bids = standing_bids_of(log, number);
        auto taken_back = bidding::retract(state, log, {meant.bidder, number, reason}, facts, at, rules.retractions);
        if (reason != act_reason::wrong_amount || !taken_back) return act(std::move(taken_back));
        const auto v = judge(taken_back->after, meant, facts_of(lot, state, meant.bidder), at, rules.bids);
        if (!v) return refused(v.error());
        saying says;
        command_result answer;
        answer.act = append(says, std::move(*taken_back));
        auto behind = *v;
        behind.after.audit_head = says.after.audit_head;
        answer.bid = place(says, meant, behind, at, drawn.empty() ? salt{} : drawn.back());
        says.text = text_of(answer);
        return says;
    }

    std::map<lot_id, naive_lot> lots;
    std::map<key, first_answer> answered;                 // by accepted commands
    std::set<std::pair<account_id, account_id>> blocked;  // seller, bidder
    const policy rules;

private:
    static saying refused(const error& why) {
        saying says;
        says.text = text_of(why);
        return says;
    }

    static accepted_act append(saying& says, decision d) {
        seal(d.after, d.done);
        says.accepted = true;
        says.after = d.after;
        if (d.done.kind == act_kind::buy_now) says.numbered = {*d.done.account, *d.done.content.bidder};
        says.made.emplace_back(d.done);
        return {d.done.seq, d.done.at, public_view(d.after)};
    }

    static placed_bid place(saying& says, const offer& intent, const verdict& v, instant at, const salt& drawn) {
        says.accepted = true;
        says.after = v.after;
        auto made = record_of(intent, v, drawn, at);
        seal(says.after, made);
        says.numbered = {intent.bidder, made.number};
        placed_bid answer;
        answer.seq = made.seq;
        answer.max = intent.max;
        answer.placed_at = at;
        answer.outcome = made.outcome;
        answer.receipt = {drawn, made.hash};
        answer.standing = public_view(says.after);
        says.made.emplace_back(std::move(made));
        return answer;
    }
};

}  // namespace gavel::bidding::test
