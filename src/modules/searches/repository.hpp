// SQL of saved searches. Lots and standings belong to modules below; nothing there is ever written.
#pragma once
#include "modules/news/event.hpp"
#include "modules/searches/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::searches::repository {

using pg::awaitable;

awaitable<std::vector<saved_search>> list(pg::pool& pool, pg::deadline until, account_id owner);

void lock_owner(pg::transaction& tx, account_id owner);  // searches of one account are added one at a time
awaitable<std::int64_t> count(pg::transaction& tx, account_id owner);
awaitable<std::optional<saved_search>> find(pg::transaction& tx, account_id owner, const std::string& query);
awaitable<saved_search> insert(pg::transaction& tx, account_id owner, const std::string& name, const filter& f);
awaitable<std::optional<saved_search>> update(pg::pool& pool, pg::deadline until, account_id owner, search_id id,
                                              const std::optional<std::string>& name, const std::optional<bool>& mail);
awaitable<bool> remove(pg::pool& pool, pg::deadline until, account_id owner, search_id id);
void remove_all(pg::transaction& tx, account_id owner);

// A search whose time has come; its row is locked.
struct due_search {
    search_id id;
    account_id owner;
    std::string name, query;
    bool mail = true;
};
awaitable<std::vector<due_search>> due(pg::transaction& tx, std::int64_t most);

// A new lot that a search has found, newest first.
struct hit {
    search_id search;
    news::found_lot lot;
};
struct look {
    instant until;  // lots published up to then were looked at
    std::vector<hit> hits;
};
awaitable<look> find_new_lots(pg::transaction& tx, const std::vector<search_id>& searches, std::int64_t most_each);
// The next look: soon, or a day later for those that have found something.
void seen(pg::transaction& tx, const std::vector<search_id>& searches, const std::vector<search_id>& with_hits, instant until,
          std::int64_t minutes);

}  // namespace gavel::searches::repository
