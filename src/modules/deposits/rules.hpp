// When a deposit is asked for, made, and given back. Pure.
#pragma once
#include "base/error.hpp"
#include "modules/deposits/model.hpp"
#include "modules/deposits/options.hpp"

namespace gavel::deposits {

// no_such_lot for anybody but its seller and moderators, deposit_too_late.
const problem* why_not_ask(const lot_facts& lot, account_id who, bool moderates);

// What whoever asks has to deposit: as the lot says, or a share of its start price if they owe one anywhere; nothing: they may just bid.
std::optional<std::int64_t> required_of(const lot_facts& lot, const options& chosen);

// `lot.required` as above. no_such_lot, own_lot, deposit_not_needed, lot_ended.
const problem* why_not_make(const lot_facts& lot, account_id who);

// deposit_bound: a bid stands and the lot is not over, or it was won. Who does not lead may lead again when others take bids back.
const problem* why_not_take_back(const lot_facts& lot, account_id who);

// A lot that is over binds its winner only.
bool is_free(const lot_facts& lot, account_id who);

// Until when the money is held: a lot may be moved or paused, and then the hold is renewed.
instant hold_until(const lot_facts& lot, const options& chosen);

}  // namespace gavel::deposits
