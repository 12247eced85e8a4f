#include "modules/bidding/standing_row.hpp"

#include <stdexcept>
#include <string>

namespace gavel::bidding {

namespace {

// The schema allows only words of the list.
template <class Enum, class Names>
Enum enum_of(const Names& names, std::string_view word) {
    const auto found = named<Enum>(names, word);
    if (!found) throw std::logic_error("standings holds the unknown word " + std::string(word));
    return *found;
}

template <class Enum, class Names>
std::optional<Enum> enum_or_nothing(const Names& names, const pg::row& r, std::string_view column) {
    if (r.is_null(column)) return std::nullopt;
    return enum_of<Enum>(names, r.text(column));
}

}  // namespace

// In the order of GAVEL_STANDING_COLUMNS: each column is found where the one before it ended.
standing read_standing(const pg::row& r) {
    standing lot;
    lot.lot = r.get<lot_id>("lot_id");
    lot.seller = r.get<account_id>("seller_id");
    lot.state = enum_of<lot_state>(lots::lot_state_names, r.text("standing_state"));
    lot.currency = currency::parse(r.text("currency")).value();
    lot.start = r.get<std::int64_t>("start_amount");
    lot.reserve = r.get<std::optional<std::int64_t>>("reserve_amount");
    if (lot.reserve) lot.reserve_salt = r.get<salt>("reserve_salt");
    lot.buy_now = r.get<std::optional<std::int64_t>>("buy_now_amount");
    lot.step = r.get<std::optional<std::int64_t>>("step_amount");
    lot.increments = r.get<std::string>("increments");
    lot.chase = r.get<bool>("chase");
    lot.starts_at = r.get<instant>("starts_at");
    lot.ends_at = r.get<instant>("ends_at");
    lot.original_ends_at = r.get<instant>("original_ends_at");
    lot.hard_ends_at = r.get<instant>("hard_ends_at");
    lot.soft.mode = enum_of<soft_close_mode>(soft_close_mode_names, r.text("soft_mode"));
    lot.soft.window_s = r.get<std::int64_t>("soft_window_s");
    lot.soft.extend_s = r.get<std::int64_t>("soft_extend_s");
    lot.price = r.get<std::optional<std::int64_t>>("price");
    if (lot.price) {
        leadership leader;
        leader.bidder = r.get<account_id>("leader_id");
        leader.max = r.get<std::int64_t>("leader_max");
        leader.seq = r.get<std::int64_t>("leader_seq");
        leader.number = r.get<int>("leader_number");
        lot.leader = leader;
    }
    lot.bids = r.get<int>("bids");
    lot.bidders = r.get<int>("bidders");
    lot.steps = r.get<int>("steps");
    lot.next_seq = r.get<std::int64_t>("next_seq");
    lot.version = r.get<std::int64_t>("version");
    lot.audit_head = r.get<digest>("audit_head");
    lot.unsold = enum_or_nothing<unsold_reason>(unsold_reason_names, r, "unsold_reason");
    lot.sold_by = enum_or_nothing<sold_by>(sold_by_names, r, "sold_by");
    lot.cancelled_for = enum_or_nothing<act_reason>(act_reason_names, r, "cancelled_for");
    lot.frozen_at = r.get<std::optional<instant>>("frozen_at");
    lot.closed_at = r.get<std::optional<instant>>("closed_at");
    lot.deposit = r.get<std::optional<std::int64_t>>("deposit_amount");
    return lot;
}

}  // namespace gavel::bidding
