#include "modules/bidding/bid_queue.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <utility>

namespace gavel::bidding {

void bid_queue::add(waiting_bid bid) {
    const auto lot = bid.bid.lot;
    auto& line = lines_[lot];
    if (line.bids.empty() && !line.out) ready_.push_back(lot);
    bid.arrival = arrivals_++;
    line.bids.push_back(std::move(bid));
}

std::vector<waiting_bid> bid_queue::take(std::size_t most) {
    std::vector<waiting_bid> taken;
    while (!ready_.empty() && taken.size() < most) {
        auto& line = lines_.at(ready_.front());
        ready_.pop_front();
        line.out = true;
        const auto end = line.bids.begin() + static_cast<std::ptrdiff_t>(std::min(line.bids.size(), most - taken.size()));
        std::move(line.bids.begin(), end, std::back_inserter(taken));
        line.bids.erase(line.bids.begin(), end);
    }
    std::ranges::sort(taken, {}, &waiting_bid::arrival);
    return taken;
}

void bid_queue::done(const std::vector<lot_id>& lots) {
    for (const auto lot : lots) {
        const auto found = lines_.find(lot);
        found->second.out = false;
        if (found->second.bids.empty()) lines_.erase(found);
        else ready_.push_back(lot);
    }
}

std::vector<waiting_bid> bid_queue::take_late(runtime::deadline now) {
    std::vector<waiting_bid> late;
    const auto is_late = [&](const waiting_bid& each) { return each.take_by <= now; };
    for (auto& [lot, line] : lines_) {
        const auto rest = std::ranges::stable_partition(line.bids, std::not_fn(is_late));
        std::ranges::move(rest, std::back_inserter(late));
        line.bids.erase(rest.begin(), rest.end());
    }
    std::erase_if(ready_, [&](lot_id lot) { return lines_.at(lot).bids.empty(); });
    std::erase_if(lines_, [](const auto& each) { return each.second.bids.empty() && !each.second.out; });
    return late;
}

}  // namespace gavel::bidding
