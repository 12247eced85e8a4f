#include "modules/trust/scores.hpp"

#include <algorithm>

namespace gavel::trust {
namespace {

// Points from 0 at `low` to `most` at `high` and beyond, in proportion between them.
std::int64_t points(std::int64_t value, std::int64_t low, std::int64_t high, std::int64_t most) {
    return (std::clamp(value, low, high) - low) * most / (high - low);
}

signal about(kind what, account_id subject, std::int64_t score, boost::json::object evidence) {
    signal s;
    s.kind = what;
    s.subject = subject;
    s.score = std::clamp<std::int64_t>(score, 1, 100);
    s.evidence = std::move(evidence);
    return s;
}

signal about(kind what, account_id subject, account_id other, std::int64_t score, boost::json::object evidence) {
    auto s = about(what, subject, score, std::move(evidence));
    s.other = other;
    return s;
}

signal about(kind what, lot_id lot, account_id subject, account_id other, std::int64_t score, boost::json::object evidence) {
    auto s = about(what, subject, other, score, std::move(evidence));
    s.lot = lot;
    return s;
}

}  // namespace

// A customer who also wins is a good customer.
std::optional<signal> concentration(const pair_facts& f) {
    if (f.all_bids < 10 || f.bids * 2 <= f.all_bids) return std::nullopt;
    const auto share = f.bids * 1000 / f.all_bids;
    const bool buys = f.won * 3 >= f.won + f.lost && f.won > 0;
    const auto score = 40 + points(share, 500, 1000, 40) + points(f.all_bids, 10, 50, 20) - (buys ? 30 : 0);
    return about(kind::concentration, f.bidder, f.seller, score,
                 {{"bids_on_seller", f.bids}, {"bids", f.all_bids}, {"won", f.won}, {"lost", f.lost}});
}

std::optional<signal> narrow_bidding(const bidder_facts& f) {
    if (f.bids < 10 || f.sellers > 2 || f.categories > 2 || f.retractions < 2) return std::nullopt;
    const auto score = 40 + points(f.retractions, 2, 6, 30) + (f.sellers == 1 ? 20 : 0) + (f.categories == 1 ? 10 : 0);
    return about(kind::narrow_bidding, f.bidder, score,
                 {{"bids", f.bids}, {"sellers", f.sellers}, {"categories", f.categories}, {"retractions", f.retractions}});
}

std::optional<signal> never_wins(const bidder_facts& f) {
    if (f.ended_bids < 20 || f.won > 0) return std::nullopt;
    const auto score = 40 + points(f.ended_bids, 20, 100, 30) + points(f.ended_lots, 3, 15, 30);
    return about(kind::never_wins, f.bidder, score, {{"bids", f.ended_bids}, {"lots", f.ended_lots}, {"sellers", f.sellers}});
}

std::optional<signal> loses_to_seller(const pair_facts& f) {
    if (f.lost <= 10 * std::max<std::int64_t>(f.won, 1)) return std::nullopt;
    const auto score = 50 + points(f.lost, 11, 40, 30) + (f.won == 0 ? 20 : 0);
    return about(kind::loses_to_seller, f.bidder, f.seller, score, {{"lost", f.lost}, {"won", f.won}, {"seller_lots", f.seller_lots}});
}

// Six ratings from 0 to 1000, weighted; halved for somebody who bids to the end, as those do who want the thing.
std::optional<signal> shill_score(const pair_facts& f) {
    if (f.lost < 3) return std::nullopt;
    const auto alpha = std::min<std::int64_t>(f.lost * 1000 / std::max(f.seller_lots, f.lost), 1000);
    const auto beta = f.bid_share_permille;
    const auto gamma = std::max<std::int64_t>(0, 1000 - (5 * f.won + 1) * 1000 / f.lost);
    const auto delta = f.quick_permille;
    const auto epsilon = f.smallest_permille;
    const auto zeta = 1000 - f.first_bid_permille;
    const auto weighted = (9 * alpha + 2 * beta + 5 * gamma + 2 * delta + 2 * epsilon + 2 * zeta) / 22;
    const auto score = weighted * (1000 + f.stopped_early_permille) / 20'000;
    if (score < 1) return std::nullopt;
    return about(kind::shill_score, f.bidder, f.seller, score,
                 {{"lost", f.lost},
                  {"won", f.won},
                  {"seller_lots", f.seller_lots},
                  {"bid_share_permille", f.bid_share_permille},
                  {"quick_permille", f.quick_permille},
                  {"smallest_permille", f.smallest_permille},
                  {"first_bid_permille", f.first_bid_permille},
                  {"stopped_early_permille", f.stopped_early_permille}});
}

std::optional<signal> reserve_probing(const reserve_facts& f) {
    if (!f.met || f.leads || f.met_bids > 0 || f.unmet_bids < 4 || f.unmet_smallest * 10 < f.unmet_bids * 8) return std::nullopt;
    const auto score = 40 + points(f.unmet_bids, 4, 12, 40) + (f.unmet_smallest == f.unmet_bids ? 20 : 0);
    return about(kind::reserve_probing, f.lot, f.bidder, f.seller, score,
                 {{"bids_before_reserve", f.unmet_bids}, {"smallest_steps", f.unmet_smallest}, {"bids_after_reserve", f.met_bids}});
}

std::optional<signal> shared_network(const shared_facts& f, std::int64_t accounts_max) {
    if (f.networks < 1 || f.accounts < 2 || f.accounts > accounts_max) return std::nullopt;
    const auto crowd = accounts_max > 2 ? points(f.accounts, 2, accounts_max, 25) : 0;
    const auto score = (f.devices > 0 ? 75 : 45) + (f.other_is_seller ? 15 : 0) + points(f.networks, 1, 3, 10) - crowd;
    return about(f.other_is_seller ? kind::shared_with_seller : kind::shared_with_bidder, f.lot, f.subject, f.other, score,
                 {{"networks", f.networks}, {"devices", f.devices}, {"accounts_on_network", f.accounts}});
}

// Where most others are new too, being new means nothing.
std::optional<signal> new_account_leading(const newcomer_facts& f) {
    if (f.deals >= 3 || f.age_days > 30 || f.seconds_before_end > 300) return std::nullopt;
    if (f.rivals < 1 || f.known_rivals * 2 < f.rivals) return std::nullopt;
    const auto youth = f.age_days < 1 ? 30 : f.age_days < 7 ? 15 : 0;
    const auto score = 40 + youth + 10 * (2 - f.deals) + (f.seconds_before_end <= 60 ? 10 : 0);
    return about(kind::new_account_leading, f.lot, f.leader, f.seller, score,
                 {{"age_days", f.age_days}, {"deals", f.deals}, {"seconds_before_end", f.seconds_before_end}, {"rivals", f.rivals}});
}

std::optional<signal> exposing_retraction(const exposure_facts& f) {
    if (f.times < 1 || f.closeness_permille < 900) return std::nullopt;
    const auto score = 50 + points(f.closeness_permille, 900, 1000, 30) + points(f.times, 1, 2, 20);
    return about(kind::exposing_retraction, f.lot, f.bidder, f.seller, score,
                 {{"times", f.times}, {"closeness_permille", f.closeness_permille}});
}

std::optional<signal> cancelled_with_bids(const cancellation_facts& f) {
    if (f.bids < 1) return std::nullopt;
    const auto score = 40 + points(f.bidders, 1, 10, 20) + points(f.cancelled_lots, 1, 3, 40);
    auto s = about(kind::cancelled_with_bids, f.seller, score,
                   {{"bids", f.bids}, {"bidders", f.bidders}, {"cancelled_lots", f.cancelled_lots}, {"lots", f.lots}});
    s.lot = f.lot;
    return s;
}

}  // namespace gavel::trust
