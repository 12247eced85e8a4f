#include "modules/bidding/view.hpp"

#include "base/json_or_null.hpp"
#include "base/random.hpp"

namespace gavel::bidding {

namespace {

template <class Word>
boost::json::value word_or_null(const std::optional<Word>& word) {
    return word ? boost::json::value(to_string(*word)) : boost::json::value(nullptr);
}

boost::json::object permission_json(const permission& p) {
    return {{"allowed", p.refusal == nullptr},
            {"reason", p.refusal ? boost::json::value(p.refusal->slug) : boost::json::value(nullptr)},
            {"until", or_null(p.until)}};
}

boost::json::object item_json(const history_step& step) {
    return {{"kind", "step"},
            {"seq", step.seq},
            {"n", step.n},
            {"bidder", step.bidder},
            {"amount", to_json(step.amount)},
            {"automatic", step.automatic},
            {"reason", step.reason},
            {"withdrawn", step.withdrawn},
            {"at", format_instant(step.at)}};
}

boost::json::object item_json(const history_notice& notice) {
    return {{"kind", "notice"},
            {"seq", notice.seq},
            {"notice", to_string(notice.kind)},
            {"reason", word_or_null(notice.reason)},
            {"bidder", or_null(notice.bidder)},
            {"ends_at", or_null(notice.ends_at)},
            {"at", format_instant(notice.at)}};
}

}  // namespace

boost::json::object to_json(const public_standing& lot) {
    return {{"lot_id", lot.lot.text()},
            {"version", lot.version},
            {"state", to_string(lot.state)},
            {"price", to_json(lot.price)},
            {"min_next", to_json(lot.min_next)},
            {"bids", lot.bids},
            {"bidders", lot.bidders},
            {"leader", or_null(lot.leader)},
            {"reserve", to_string(lot.reserve)},
            {"buy_now", to_json(lot.buy_now)},
            {"deposit", to_json(lot.deposit)},
            {"starts_at", format_instant(lot.starts_at)},
            {"ends_at", format_instant(lot.ends_at)},
            {"original_ends_at", format_instant(lot.original_ends_at)},
            {"frozen_at", or_null(lot.frozen_at)},
            {"unsold_reason", word_or_null(lot.unsold)},
            {"sold_by", word_or_null(lot.sold_by)},
            {"cancel_reason", word_or_null(lot.cancelled_for)},
            {"audit_head", hex(lot.audit_head)}};
}

boost::json::object to_json(const public_standing& lot, instant server_time) {
    auto standing = to_json(lot);
    standing["server_time"] = format_instant(server_time);
    return standing;
}

boost::json::object to_json(const placed_bid& bid, instant server_time) {
    return {{"seq", bid.seq},
            {"max", to_json(bid.max)},
            {"placed_at", format_instant(bid.placed_at)},
            {"outcome", to_string(bid.outcome)},
            {"receipt", {{"seq", bid.seq}, {"salt", hex(bid.receipt.salt)}, {"hash", hex(bid.receipt.hash)}}},
            {"standing", to_json(bid.standing, server_time)}};
}

boost::json::object to_json(const accepted_act& act, instant server_time) {
    return {{"seq", act.seq}, {"at", format_instant(act.at)}, {"standing", to_json(act.standing, server_time)}};
}

boost::json::object to_json(const history_item& item) {
    return std::visit([](const auto& each) { return item_json(each); }, item);
}

boost::json::object to_json(const lot_relation& r) {
    return {{"lot_id", r.lot.text()}, {"is_seller", r.is_seller},   {"watching", r.watching}, {"relation", to_string(r.relation)},
            {"max", to_json(r.max)},  {"bidder", or_null(r.bidder)}};
}

boost::json::object to_json(const full_relation& r) {
    boost::json::object may;
    for (std::size_t i = 0; i < r.may.size(); ++i) may[action_names[i]] = permission_json(r.may[i]);
    auto full = to_json(r.stands);
    full["may"] = std::move(may);
    full["retracts"] = word_or_null(r.retracts);
    full["retractions_left"] = r.retractions_left;
    return full;
}

}  // namespace gavel::bidding
