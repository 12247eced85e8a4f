#include "modules/bidding/options.hpp"

namespace gavel::bidding {

namespace {

void declare_rules(config::table& t, policy& rules) {
    constexpr std::int64_t day_s = 86'400;
    t.integer("bidding.confirm_times", rules.bids.confirm_times, 2, 1'000,
              "A maximum of more than this many times the next minimum, or a person's highest one so far, must be confirmed");
    t.integer("bidding.confirm_after_bids", rules.bids.confirm_after_bids, 1, 1'000,
              "How many bids make a person's highest one so far count");
    auto& back = rules.retractions;
    t.integer("bidding.retract_all_until_s", back.all_until_s, 0, 30 * day_s,
              "With more than this left, retracting takes back all bids on a lot; later only the latest");
    t.integer("bidding.retract_latest_within_s", back.latest_within_s, 0, day_s, "How soon after it the latest bid can be retracted");
    t.integer("bidding.retract_closed_s", back.closed_s, 0, day_s, "In the last so many seconds of a lot nothing is retracted");
    t.integer("bidding.retract_described_within_s", back.described_within_s, 0, 30 * day_s,
              "How long bids may be retracted after the description was added to");
    t.integer("bidding.retractions_max", back.most, 0, 1'000, "Retractions of one person in bidding.retractions_days");
    t.integer("bidding.retractions_days", back.most_days, 1, 365, "The days in which retractions are counted");
    t.integer("bidding.seller_quiet_s", rules.sellers.quiet_s, 0, 30 * day_s,
              "In the last so many seconds a seller changes no terms and does not cancel a lot with bids");
    t.integer("bidding.ban_closed_s", rules.moderation.ban_closed_s, 0, day_s,
              "In the last so many seconds bids of a suspended account are cancelled only on frozen lots");
    t.integer("bidding.resumed_least_s", rules.moderation.resumed_least_s, 60, day_s, "What is left at least when a frozen lot goes on");
    t.integer("bidding.outage_watched_s", rules.outages.watched_s, 60, day_s, "The end of a lot in which an outage counts");
    t.integer("bidding.outage_lost_max_s", rules.outages.lost_max_s, 1, day_s,
              "Of which so many seconds may be lost without a consequence");
    t.integer("bidding.outage_left_s", rules.outages.left_s, 60, day_s, "What is left at least after an outage took more");
}

}  // namespace

void options::declare(config::table& t) {
    t.integer("bidding.soft_close_window_s", soft_close_window_s, 0, 86'400,
              "A bid within this many seconds before the end moves the end; 0 = lots end hard on time");
    t.integer("bidding.soft_close_extend_s", soft_close_extend_s, 0, 86'400, "By how much such a bid moves the end");
    t.choice("bidding.soft_close_mode", soft_close_mode, {"reset", "add"},
             "reset: the new end is counted from the bid; add: from the former end");
    t.integer("bidding.soft_close_max_s", soft_close_max_s, 0, 604'800, "No bid moves the end further than this beyond the announced end");
    t.integer("bidding.amount_granularity", rules.bids.granularity, 1, 1'000'000,
              "Every bid is a multiple of this many minor units (100 = whole hryvnias)");
    t.integer("bidding.bids_per_minute", bids_per_minute, 1, 1'000'000, "Bids one account may send per minute to one process");
    t.integer(
        "bidding.flushes_max", flushes_max, 1, 16,
        "Transactions per server thread that store bids at the same time; each takes a connection besides those of pg.connections_max");
    t.integer("bidding.batch_bids_max", batch_bids_max, 1, 10'000, "Bids stored by one transaction; 1 = each by its own");
    t.integer("bidding.waiting_bids_max", waiting_bids_max, 1, 1'000'000,
              "Bids per server thread that wait or are being stored; more are refused with 503");
    t.integer("bidding.waiting_ms_max", waiting_ms_max, 100, 60'000,
              "Milliseconds in which the turn of a bid must come; later it is refused with 503");
    declare_rules(t, rules);
}

soft_close options::soft() const {
    soft_close policy;
    policy.mode = soft_close_mode == "add" ? bidding::soft_close_mode::add : bidding::soft_close_mode::reset;
    policy.window_s = soft_close_window_s;
    policy.extend_s = soft_close_extend_s;
    return policy;
}

}  // namespace gavel::bidding
