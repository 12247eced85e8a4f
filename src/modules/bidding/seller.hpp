// What a seller may still do to a lot that was published (R-22, auction rules 2.1): other terms, another reserve, cancel it, sell it to the
// leader now, offer it again. `by` is whoever asks; all answer seller_only to anybody else.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/policy.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::bidding {

// why_not_open, lot_has_bids, too_close_to_end.
const problem* why_not_edit(const standing& lot, account_id by, instant now, const seller_policy& policy);

// An edit of a running lot: the terms it leaves, with amounts that were checked against each other (lots::faults_of), and what it touched
// in the words of the API, texts included.
struct terms_edit {
    account_id by;
    std::vector<std::string> fields;
    std::int64_t start = 0;
    std::optional<std::int64_t> reserve, buy_now, step;
    instant ends_at;
};
// After why_not_edit: the end must be ahead (invalid_input).
result<decision> change_terms(const standing& lot, const terms_edit& asked, const salt& drawn, instant now, const seller_policy& policy);

// why_not_open; to add one where there is none: lot_has_bids, too_close_to_end.
const problem* why_not_change_reserve(const standing& lot, account_id by, instant now, const seller_policy& policy);

struct reserve_change {
    account_id by;
    std::optional<money> reserve;  // nothing: remove it
};
// After why_not_change_reserve: reserve_only_lower, or what is wrong with the amount (invalid_input).
result<decision> change_reserve(const standing& lot, const reserve_change& asked, const salt& drawn, instant now, const policy& rules);

// lot_frozen, lot_ended; with bids in the last 12 hours sell_or_wait.
const problem* why_not_cancel(const standing& lot, account_id by, instant now, const seller_policy& policy);
result<decision> cancel(const standing& lot, account_id by, act_reason reason, instant now, const seller_policy& policy);

// Whether cancelling counts against the seller: there were bids.
bool is_strike(const decision& cancelled);

// why_not_open, lot_without_bids, reserve_not_reached.
const problem* why_not_sell_early(const standing& lot, account_id by, instant now);
result<decision> sell_early(const standing& lot, account_id by, instant now);

// not_relistable, unless it ended unsold or its seller cancelled it.
const problem* why_not_relist(const standing& lot, account_id by);

}  // namespace gavel::bidding
