// SQL of campaigns and of whom they would reach.
#pragma once
#include "modules/newsletters/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

using pg::awaitable;

awaitable<campaign_id> insert_campaign(pg::transaction& tx, account_id author);
awaitable<std::optional<campaign>> find_campaign(pg::transaction& tx, campaign_id id);
// Newest first, without texts other than their subjects' languages: bodies are empty.
awaitable<std::vector<campaign>> list_campaigns(pg::pool& pool, pg::deadline until, std::optional<campaign_id> before, std::int64_t limit);

awaitable<std::optional<campaign_state>> lock_campaign(pg::transaction& tx, campaign_id id);
void store_segment(pg::transaction& tx, campaign_id id, const segment& to);
void store_text(pg::transaction& tx, campaign_id id, const campaign_text& text);  // nothing in it: removed
void store_state(pg::transaction& tx, campaign_id id, campaign_state state, std::optional<instant> scheduled_at);

awaitable<std::int64_t> count_audience(pg::transaction& tx, const segment& to);
// Fixes the recipients. `languages`: the one of the letter for readers of uk, en and ru, in this order. Returns how many there are.
awaitable<std::int64_t> start_campaign(pg::transaction& tx, const campaign& c, const std::vector<std::string>& languages);

// Newsletters that left within 24 hours do count, and everything else through this account at the mail server.
awaitable<std::int64_t> count_departures(pg::pool& pool, pg::deadline until, const std::string& sender);

}  // namespace gavel::newsletters
