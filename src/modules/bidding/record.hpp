// The log of a lot: every accepted command is a record under the next seq, without gaps from 1 (`opened`). Bids are rows of `bids`,
// everything else rows of `acts`; both are append-only. The standing is a fold over them (replay.hpp) and each record is a link of the
// audit chain (audit.hpp).
#pragma once
#include "modules/bidding/model.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gavel::bidding {

// The standing right after a record, as far as the record keeps it.
struct aftermath {
    std::optional<std::int64_t> price;
    std::optional<std::int32_t> leader;  // number
    std::int32_t bids = 0, bidders = 0;
    instant ends_at;
    lot_state state = lot_state::running;
    std::int64_t version = 1;

    bool operator==(const aftermath&) const = default;
};

aftermath aftermath_of(const standing& lot);

struct bid_record {
    std::int64_t seq = 0;
    instant at;
    account_id bidder;
    std::int32_t number = 0;  // of the bidder on this lot
    std::int64_t max = 0;
    bidding::salt salt{};  // of the commitment to max
    bid_outcome outcome = bid_outcome::leading;
    std::vector<price_step> steps;  // empty for a silent raise
    aftermath after;
    digest hash{};

    bool operator==(const bid_record&) const = default;
};

// What was asked; which members are there depends on the kind of the act.
struct act_content {
    std::optional<bidding::terms> terms;  // opened, terms_changed
    std::vector<std::string> fields;      // terms_changed: what the edit touched, texts included, in the words of the API
    std::optional<std::int64_t> reserve;  // reserve_changed: the new one; nothing: removed
    salt reserve_salt{};
    std::int64_t granularity = 0;  // reserve_changed: how far under it a maximum was cut
    std::optional<act_reason> reason;
    std::optional<std::int32_t> bidder;  // number of the buyer, or of whose bids were withdrawn
    std::vector<std::int64_t> bids;      // seqs of the bids that were withdrawn
    std::optional<instant> ends_at;      // resumed, extended: the new end

    bool operator==(const act_content&) const = default;
};

struct act {
    std::int64_t seq = 0;
    instant at;
    act_kind kind = act_kind::opened;
    bidding::actor actor = bidding::actor::system;
    std::optional<account_id> account;  // nothing for the system
    act_content content;
    std::vector<price_step> steps;
    aftermath after;
    digest hash{};

    bool operator==(const act&) const = default;
};

using record = std::variant<bid_record, act>;

inline std::int64_t seq_of(const record& r) {
    return std::visit([](const auto& each) { return each.seq; }, r);
}

}  // namespace gavel::bidding
