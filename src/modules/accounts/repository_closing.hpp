// SQL of the end of an account.
#pragma once
#include "modules/accounts/repository.hpp"

namespace gavel::accounts {

// The row stays, for bids and sales point to it; who it was does not. It can neither sign in nor bid nor list.
void anonymise(pg::transaction& tx, account_id id, language lang);

}  // namespace gavel::accounts
