#include "modules/searches/repository.hpp"

namespace gavel::searches::repository {
namespace {

saved_search read_search(const pg::row& row) {
    saved_search s;
    s.id = row.get<search_id>("id");
    s.name = row.text("name");
    s.query = row.text("query");
    s.mail = row.get<bool>("mail");
    s.found_at = row.get<std::optional<instant>>("found_at");
    s.created_at = row.get<instant>("created_at");
    return s;
}

std::optional<saved_search> read_optional(const std::optional<pg::row>& row) {
    if (!row) return std::nullopt;
    return read_search(*row);
}

}  // namespace

#define GAVEL_SEARCH_COLUMNS "id, name, query, mail, found_at, created_at"

const pg::statement list_sql{"searches.list",
                             "select " GAVEL_SEARCH_COLUMNS " from saved_searches where account_id = $1 order by id desc limit 50"};
awaitable<std::vector<saved_search>> list(pg::pool& pool, pg::deadline until, account_id owner) {
    const auto rows = co_await pool.query(until, list_sql, owner);
    std::vector<saved_search> all;
    for (const auto row : rows) all.push_back(read_search(row));
    co_return all;
}

const pg::statement lock_owner_sql{"searches.lock_owner", "select from accounts where id = $1 for no key update"};
void lock_owner(pg::transaction& tx, account_id owner) { tx.post(lock_owner_sql, owner); }

const pg::statement count_sql{"searches.count", "select count(*) as searches from saved_searches where account_id = $1"};
awaitable<std::int64_t> count(pg::transaction& tx, account_id owner) {
    const auto row = co_await tx.one(count_sql, owner);
    co_return row->get<std::int64_t>("searches");
}

const pg::statement find_sql{"searches.find", "select " GAVEL_SEARCH_COLUMNS " from saved_searches where account_id = $1 and query = $2"};
awaitable<std::optional<saved_search>> find(pg::transaction& tx, account_id owner, const std::string& query) {
    const auto row = co_await tx.one(find_sql, owner, query);
    co_return read_optional(row);
}

const pg::statement insert_sql{
    "searches.insert",
    "insert into saved_searches (account_id, name, query, words, category, conditions, min_price, max_price, seller_id)"
    " values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning " GAVEL_SEARCH_COLUMNS};
awaitable<saved_search> insert(pg::transaction& tx, account_id owner, const std::string& name, const filter& f) {
    const auto row =
        co_await tx.one(insert_sql, owner, name, f.query, f.words, f.category, f.conditions, f.min_price, f.max_price, f.seller);
    co_return read_search(*row);
}

const pg::statement update_sql{"searches.update",
                               "update saved_searches set name = coalesce($3, name), mail = coalesce($4, mail)"
                               " where account_id = $1 and id = $2 returning " GAVEL_SEARCH_COLUMNS};
awaitable<std::optional<saved_search>> update(pg::pool& pool, pg::deadline until, account_id owner, search_id id,
                                              const std::optional<std::string>& name, const std::optional<bool>& mail) {
    const auto row = co_await pool.one(until, update_sql, owner, id, name, mail);
    co_return read_optional(row);
}

const pg::statement remove_sql{"searches.remove", "delete from saved_searches where account_id = $1 and id = $2"};
awaitable<bool> remove(pg::pool& pool, pg::deadline until, account_id owner, search_id id) {
    co_return co_await pool.exec(until, remove_sql, owner, id) == 1;
}

const pg::statement remove_all_sql{"searches.remove_all", "delete from saved_searches where account_id = $1"};
void remove_all(pg::transaction& tx, account_id owner) { tx.post(remove_all_sql, owner); }

}  // namespace gavel::searches::repository
