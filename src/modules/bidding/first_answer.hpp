// The answer to an accepted command: when it is given, and when the same key asks for it again.
#pragma once
#include "modules/bidding/repository_acts.hpp"
#include "modules/bidding/repository_batch.hpp"

namespace gavel::bidding {

placed_bid answer_of(const offer& bid, const bid_record& made, const standing& after);
accepted_act answer_of(const decision& d);

// As it was given then. What bids and acts never change is taken from the standing of today.
placed_bid first_answer(const repository::stored_bid& bid, const standing& today);
accepted_act first_answer(const repository::stored_act& act, const standing& today);

}  // namespace gavel::bidding
