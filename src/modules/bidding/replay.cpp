#include "modules/bidding/replay.hpp"

#include "modules/bidding/price.hpp"

#include <map>
#include <set>

namespace gavel::bidding {

namespace {

std::set<std::int64_t> withdrawn_in(std::span<const record> log) {
    std::set<std::int64_t> seqs;
    for (const auto& each : log)
        if (const auto* done = std::get_if<act>(&each)) seqs.insert(done->content.bids.begin(), done->content.bids.end());
    return seqs;
}

// Price and leader while the log passes by.
class fold {
public:
    explicit fold(standing lot) : lot_(std::move(lot)) {
        lot_.price.reset();
        lot_.leader.reset();
        lot_.bids = 0;
    }

    void pass(const bid_record& bid) {
        const leadership placed{bid.bidder, bid.number, bid.max, bid.seq};
        apply_maximum(lot_, placed, unseen_);
        maxima_[bid.number] = {bid.number, bid.bidder, bid.max, bid.seq};
    }

    void pass(const act& done) {
        const auto& content = done.content;
        if (content.terms) static_cast<terms&>(lot_) = *content.terms;
        if (done.kind != act_kind::reserve_changed) return;
        if (apply_reserve(lot_, content.reserve, content.reserve_salt, content.granularity))
            maxima_[lot_.leader->number].max = lot_.leader->max;
    }

    // Whose bids are all withdrawn still has a number.
    void skip(const bid_record& bid) { maxima_.try_emplace(bid.number, standing_maximum{bid.number, bid.bidder, {}, 0}); }

    replayed result() const {
        replayed all{lot_.price, lot_.leader, lot_.bids, {}};
        for (const auto& [number, maximum] : maxima_) all.maxima.push_back(maximum);
        return all;
    }

private:
    standing lot_;
    std::vector<price_step> unseen_;
    std::map<std::int32_t, standing_maximum> maxima_;
};

}  // namespace

replayed replay(const standing& lot, std::span<const record> log, std::span<const std::int64_t> withdrawn) {
    auto out = withdrawn_in(log);
    out.insert(withdrawn.begin(), withdrawn.end());
    fold bids(lot);
    for (const auto& each : log) {
        const auto* bid = std::get_if<bid_record>(&each);
        if (!bid) bids.pass(std::get<act>(each));
        else if (out.contains(bid->seq)) bids.skip(*bid);
        else bids.pass(*bid);
    }
    return bids.result();
}

std::vector<standing_bid> standing_bids_of(std::span<const record> log, std::int32_t number) {
    const auto out = withdrawn_in(log);
    std::vector<standing_bid> bids;
    for (const auto& each : log) {
        const auto* bid = std::get_if<bid_record>(&each);
        if (bid && bid->number == number && !out.contains(bid->seq)) bids.push_back({bid->seq, bid->at});
    }
    return bids;
}

}  // namespace gavel::bidding
