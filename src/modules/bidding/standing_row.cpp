#include "modules/bidding/standing_row.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::bidding {

namespace {

template <class Enum, class Names>
Enum named(const Names& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) throw std::logic_error("standings holds the unknown word " + std::string(name));
    return static_cast<Enum>(found - names.begin());
}

}  // namespace

standing read_standing(const pg::row& r) {
    standing lot;
    lot.lot = r.get<lot_id>("lot_id");
    lot.seller = r.get<account_id>("seller_id");
    lot.state = named<lot_state>(lots::lot_state_names, r.text("standing_state"));
    lot.currency = currency::parse(r.text("currency")).value();
    lot.start = r.get<std::int64_t>("start_amount");
    lot.reserve = r.get<std::optional<std::int64_t>>("reserve_amount");
    lot.increments = r.get<std::string>("increments");
    lot.chase = r.get<bool>("chase");
    lot.starts_at = r.get<instant>("starts_at");
    lot.ends_at = r.get<instant>("ends_at");
    lot.original_ends_at = r.get<instant>("original_ends_at");
    lot.hard_ends_at = r.get<instant>("hard_ends_at");
    lot.soft.mode = named<soft_close_mode>(soft_close_mode_names, r.text("soft_mode"));
    lot.soft.window_s = r.get<std::int64_t>("soft_window_s");
    lot.soft.extend_s = r.get<std::int64_t>("soft_extend_s");
    lot.price = r.get<std::optional<std::int64_t>>("price");
    if (!r.is_null("leader_id")) {
        leadership leader;
        leader.bidder = r.get<account_id>("leader_id");
        leader.number = r.get<int>("leader_number");
        leader.max = r.get<std::int64_t>("leader_max");
        leader.seq = r.get<std::int64_t>("leader_seq");
        lot.leader = leader;
    }
    lot.bids = r.get<int>("bids");
    lot.bidders = r.get<int>("bidders");
    lot.steps = r.get<int>("steps");
    lot.next_seq = r.get<std::int64_t>("next_seq");
    lot.version = r.get<std::int64_t>("version");
    if (!r.is_null("unsold_reason")) lot.unsold = named<unsold_reason>(unsold_reason_names, r.text("unsold_reason"));
    lot.closed_at = r.get<std::optional<instant>>("closed_at");
    return lot;
}

}  // namespace gavel::bidding
