#include "modules/bidding/view.hpp"

#include <chrono>

namespace gavel::bidding {

namespace {

boost::json::value or_null(const std::optional<std::int64_t>& number) {
    return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

}  // namespace

instant server_now() { return std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now()); }

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
            {"starts_at", format_instant(lot.starts_at)},
            {"ends_at", format_instant(lot.ends_at)},
            {"original_ends_at", format_instant(lot.original_ends_at)},
            {"unsold_reason", lot.unsold ? boost::json::value(to_string(*lot.unsold)) : boost::json::value(nullptr)}};
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
            {"standing", to_json(bid.standing, server_time)}};
}

boost::json::object to_json(const history_step& step) {
    return {{"n", step.n},           {"bidder", step.bidder},        {"amount", to_json(step.amount)}, {"automatic", step.automatic},
            {"reason", step.reason}, {"at", format_instant(step.at)}};
}

boost::json::object to_json(const lot_relation& r) {
    return {{"lot_id", r.lot.text()}, {"is_seller", r.is_seller},   {"watching", r.watching}, {"relation", to_string(r.relation)},
            {"max", to_json(r.max)},  {"bidder", or_null(r.bidder)}};
}

}  // namespace gavel::bidding
