// A row of `standings` as a value, for every module that reads the table with its own joins.
#pragma once
#include "modules/bidding/model.hpp"
#include "platform/pg/row.hpp"

namespace gavel::bidding {

// Reads the columns of GAVEL_STANDING_COLUMNS.
standing read_standing(const pg::row& r);

}  // namespace gavel::bidding

// The select list for read_standing, of a table or alias called s. A macro because a statement's text is one literal.
#define GAVEL_STANDING_COLUMNS                                                                                                    \
    "s.lot_id, s.seller_id, s.state as standing_state, s.currency, s.start_amount, s.reserve_amount, s.reserve_salt, "            \
    "s.buy_now_amount, s.step_amount, s.increments, s.chase, s.starts_at, s.ends_at, s.original_ends_at, s.hard_ends_at, "        \
    "s.soft_mode, s.soft_window_s, s.soft_extend_s, s.price, s.leader_id, s.leader_max, s.leader_seq, s.leader_number, "          \
    "s.bids, s.bidders, s.steps, s.next_seq, s.version, s.audit_head, s.unsold_reason, s.sold_by, s.cancelled_for, s.frozen_at, " \
    "s.closed_at, s.deposit_amount"
