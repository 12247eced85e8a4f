// SQL of looking for new lots.
#include "modules/searches/repository.hpp"

namespace gavel::searches::repository {

// The clock is read once, in a query of its own, so that the index is read only as far as it goes.
const pg::statement due_sql{"searches.due", R"sql(
    select id, account_id, name, query, mail from saved_searches
     where look_at <= (select clock_timestamp()) order by look_at limit $1 for update skip locked
)sql"};
awaitable<std::vector<due_search>> due(pg::transaction& tx, std::int64_t most) {
    const auto rows = co_await tx.query(due_sql, most);
    std::vector<due_search> all;
    for (const auto row : rows) {
        due_search s;
        s.id = row.get<search_id>("id");
        s.owner = row.get<account_id>("account_id");
        s.name = row.text("name");
        s.query = row.text("query");
        s.mail = row.get<bool>("mail");
        all.push_back(std::move(s));
    }
    co_return all;
}

// A lot is published by a transaction that may commit a little after the moment it writes; half a minute later all of them have. Each
// search walks the index of the newest lots as far as its last look; the words are compared there, lot by lot.
const pg::statement horizon_sql{"searches.horizon", "select clock_timestamp() - interval '30 seconds' as until"};
const pg::statement find_new_lots_sql{"searches.find_new_lots", R"sql(
    select q.id as search_id, hit.lot_id, hit.title, hit.price, hit.currency
      from saved_searches q cross join lateral (
           select l.id as lot_id, l.title, coalesce(s.price, s.start_amount) as price, s.currency, l.published_at
             from lots l join standings s on s.lot_id = l.id
            where l.state = 'published' and l.published_at > q.seen_until and l.published_at <= $2
              and s.state in ('scheduled', 'running') and l.seller_id <> q.account_id
              and (q.category is null or l.category_id = q.category
                   or l.category_id in (select c.id from categories c where c.parent_id = q.category))
              and (q.conditions is null or l.condition = any (q.conditions))
              and (q.min_price is null or coalesce(s.price, s.start_amount) >= q.min_price)
              and (q.max_price is null or coalesce(s.price, s.start_amount) <= q.max_price)
              and (q.seller_id is null or l.seller_id = q.seller_id)
              and (q.words is null or l.search @@ to_tsquery('simple', q.words))
            order by l.published_at desc, l.id desc limit $3) as hit
     where q.id = any ($1)
     order by hit.published_at desc, hit.lot_id desc
)sql"};
awaitable<look> find_new_lots(pg::transaction& tx, const std::vector<search_id>& searches, std::int64_t most_each) {
    const auto horizon = co_await tx.one(horizon_sql);
    look found;
    found.until = horizon->get<instant>("until");
    const auto rows = co_await tx.query(find_new_lots_sql, searches, found.until, most_each);
    for (const auto row : rows) {
        hit h;
        h.search = row.get<search_id>("search_id");
        h.lot.lot = row.get<lot_id>("lot_id");
        h.lot.title = row.text("title");
        h.lot.price = money{row.get<std::int64_t>("price"), currency::parse(row.text("currency")).value_or(currency())};
        found.hits.push_back(std::move(h));
    }
    co_return found;
}

const pg::statement seen_sql{"searches.seen", R"sql(
    update saved_searches
       set seen_until = greatest(seen_until, $3),
           found_at = case when id = any ($2) then clock_timestamp() else found_at end,
           look_at = clock_timestamp() + case when id = any ($2) then interval '1 day' else make_interval(mins => $4::int) end
     where id = any ($1)
)sql"};
void seen(pg::transaction& tx, const std::vector<search_id>& searches, const std::vector<search_id>& with_hits, instant until,
          std::int64_t minutes) {
    tx.post(seen_sql, searches, with_hits, until, minutes);
}

}  // namespace gavel::searches::repository
