// Rows of categories, lots, lot_additions and watches. Nothing decides here.
#pragma once
#include "modules/lots/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::lots::repository {

using boost::asio::awaitable;

awaitable<std::vector<category>> categories(pg::pool& pool, pg::deadline until);
awaitable<bool> is_leaf(pg::transaction& tx, std::string category_id);

// Serialises the creation of drafts of one account until the transaction ends.
awaitable<std::int64_t> count_drafts_alone(pg::transaction& tx, account_id seller);
awaitable<lot> insert_draft(pg::transaction& tx, account_id seller, content c, std::optional<lot_id> relist_of = {});
awaitable<std::optional<lot_id>> find_relisted(pg::transaction& tx, lot_id ended);  // the lot that offers it again

// Only the seller's own lot; anybody else's is not there. Additions are loaded too.
awaitable<std::optional<lot>> find_own(pg::transaction& tx, account_id seller, lot_id id);
awaitable<std::optional<lot>> lock_own(pg::transaction& tx, account_id seller, lot_id id);  // for no key update
awaitable<instant> clock(pg::transaction& tx);                                              // call after locking

awaitable<instant> update_content(pg::transaction& tx, lot_id id, content c);  // the new updated_at
awaitable<void> remove(pg::transaction& tx, lot_id id);
awaitable<void> mark_published(pg::transaction& tx, lot_id id, instant starts_at, instant now);
awaitable<void> mark_draft(pg::transaction& tx, lot_id id, instant now);
awaitable<void> add_addition(pg::transaction& tx, lot_id id, std::int64_t n, std::string text, instant now);

awaitable<bool> is_published(pg::transaction& tx, lot_id id);  // and stays there until the transaction ends
awaitable<std::int64_t> count_watches(pg::transaction& tx, account_id account, std::int64_t up_to);
awaitable<bool> watch(pg::transaction& tx, account_id account, lot_id id);  // false: already watched
void unwatch_all(pg::transaction& tx, account_id account);
awaitable<std::vector<lot_id>> drafts_of(pg::transaction& tx, account_id seller);  // locked
awaitable<bool> unwatch(pg::transaction& tx, account_id account, lot_id id);       // false: was not watched

}  // namespace gavel::lots::repository
