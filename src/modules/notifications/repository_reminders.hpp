// SQL of reminders. Standings, participants and watches belong to modules below; nothing there is ever written.
#pragma once
#include "modules/news/event.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <vector>

namespace gavel::notifications {

using pg::awaitable;

// Lots that end within so many minutes and have been open longer than that; each is given to one caller only, and again only if its end has
// moved by more than those minutes since.
awaitable<std::vector<lot_id>> claim_reminders(pg::transaction& tx, std::int64_t minutes, std::int64_t most);

// What to tell whom: those who watch one of these lots or have bid on it, but its leader and its seller.
awaitable<std::vector<news::event>> who_waits(pg::transaction& tx, const std::vector<lot_id>& lots);

// The lot still runs and this account does not lead.
awaitable<bool> is_worth_reminding(pg::pool& pool, pg::deadline until, account_id account, lot_id lot);

}  // namespace gavel::notifications
