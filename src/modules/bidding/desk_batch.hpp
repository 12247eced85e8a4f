// The decisions of one flush of a desk: bids over any lots in the order of their arrival, each on what those before it left. Pure.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/events.hpp"
#include "modules/bidding/messages.hpp"
#include "modules/bidding/news_events.hpp"
#include "modules/bidding/repository_batch.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/usual_maxima.hpp"

#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace gavel::bidding {

// What one account brings besides what the store says about its bids.
struct bidder_background {
    usual_maxima::habit habit;
    std::optional<std::int64_t> power_left;  // nothing: no limit
};
using backgrounds = std::unordered_map<account_id, bidder_background>;

class desk_batch {
public:
    // `bids` outlive the batch. `salts`: one for each bid, fresh.
    desk_batch(std::vector<const offer*> bids, repository::locked_batch found, backgrounds known, std::vector<salt> salts,
               const bid_policy& policy);

    // In the order of the bids. A key that was answered before, in this batch or ever, gets that answer again.
    std::vector<result<placed_bid>> decide();

    const std::vector<repository::accepted_bid>& accepted() const { return accepted_; }
    std::vector<const standing*> changed() const;  // lots with accepted bids, as they are now
    std::vector<public_standing> visible() const;  // those of them in which anybody else can see a change
    std::vector<news::event> news();               // what is still true at the end; moves it out
    std::size_t repeated() const { return repeated_; }

private:
    struct lot_outcome {
        bool visible = false;  // to anybody but the bidder
        std::vector<message> news;
    };

    result<placed_bid> decide_one(std::size_t at);
    result<placed_bid> accept(std::size_t at, standing& lot, verdict v);
    bidder_facts facts_of(std::size_t at, const standing& lot) const;
    void bind(const offer& bid, const standing& before, const standing& after, bool secured);

    const std::vector<const offer*> bids_;
    repository::locked_batch found_;
    backgrounds known_;
    const std::vector<salt> salts_;
    const bid_policy policy_;
    std::vector<repository::accepted_bid> accepted_;
    // Of this batch, not in the store yet.
    std::map<lot_id, lot_outcome> lots_;
    std::map<std::pair<lot_id, account_id>, std::int32_t> numbers_;
    std::map<std::pair<account_id, std::string_view>, std::pair<const offer*, placed_bid>> by_key_;
    std::size_t repeated_ = 0;
};

}  // namespace gavel::bidding
