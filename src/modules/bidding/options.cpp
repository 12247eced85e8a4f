#include "modules/bidding/options.hpp"

namespace gavel::bidding {

void options::declare(config::table& t) {
    t.integer("bidding.soft_close_window_s", soft_close_window_s, 0, 86'400,
              "A bid within this many seconds before the end moves the end; 0 = lots end hard on time");
    t.integer("bidding.soft_close_extend_s", soft_close_extend_s, 0, 86'400, "By how much such a bid moves the end");
    t.choice("bidding.soft_close_mode", soft_close_mode, {"reset", "add"},
             "reset: the new end is counted from the bid; add: from the former end");
    t.integer("bidding.soft_close_max_s", soft_close_max_s, 0, 604'800, "No bid moves the end further than this beyond the announced end");
    t.integer("bidding.amount_granularity", amount_granularity, 1, 1'000'000,
              "Every bid is a multiple of this many minor units (100 = whole hryvnias)");
    t.integer("bidding.bids_per_minute", bids_per_minute, 1, 1'000'000, "Bids one account may send per minute to one process");
}

soft_close options::soft() const {
    soft_close policy;
    policy.mode = soft_close_mode == "add" ? bidding::soft_close_mode::add : bidding::soft_close_mode::reset;
    policy.window_s = soft_close_window_s;
    policy.extend_s = soft_close_extend_s;
    return policy;
}

amount_policy options::amounts() const {
    amount_policy policy;
    policy.granularity = amount_granularity;
    return policy;
}

}  // namespace gavel::bidding
