#include "modules/lots/repository.hpp"

#include "modules/lots/reserve.hpp"
#include "modules/lots/stored.hpp"

namespace gavel::lots::repository {
namespace {

namespace json = boost::json;

constexpr const char* one_lot =
    "select l.id, l.seller_id, l.state = 'published' as published, l.title, l.description, l.category_id, l.condition, l.location, "
    "l.shipping,"
    " l.currency, l.start_amount, l.reserve_amount, l.buy_now_amount, l.step_amount, l.starts_at, l.duration_s, l.ends_at, l.created_at,"
    " l.updated_at, l.published_at, l.relist_of"
    " from lots l where l.id = $1 and l.seller_id = $2";

lot read_lot(const pg::row& row) {
    lot l;
    l.id = row.get<lot_id>("id");
    l.seller = row.get<account_id>("seller_id");
    l.published = row.get<bool>("published");
    l.created_at = row.get<instant>("created_at");
    l.updated_at = row.get<instant>("updated_at");
    l.published_at = row.get<std::optional<instant>>("published_at");
    if (!row.is_null("relist_of")) l.relist_of = row.get<lot_id>("relist_of");
    const auto unit = currency::parse(row.text("currency")).value();
    const auto amount = [&](const char* column) -> std::optional<money> {
        const auto minor = row.get<std::optional<std::int64_t>>(column);
        return minor ? std::optional(money{*minor, unit}) : std::nullopt;
    };
    auto& c = l.content;
    c.title = row.get<std::optional<std::string>>("title");
    c.description = row.get<std::optional<std::string>>("description");
    c.category = row.get<std::optional<std::string>>("category_id");
    c.condition = row.get<std::optional<std::string>>("condition");
    c.location = row.get<std::optional<std::string>>("location");
    c.shipping = read_shipping(row.get<json::value>("shipping"), unit);
    c.start_price = amount("start_amount");
    c.reserve_price = amount("reserve_amount");
    c.buy_now_price = amount("buy_now_amount");
    c.step = amount("step_amount");
    c.starts_at = row.get<std::optional<instant>>("starts_at");
    c.duration_s = row.get<std::optional<std::int64_t>>("duration_s");
    c.ends_at = row.get<std::optional<instant>>("ends_at");
    return l;
}

std::optional<std::int64_t> minor_of(const std::optional<money>& m) { return m ? std::optional(m->amount) : std::nullopt; }

}  // namespace

const pg::statement categories_sql{"lots.categories", R"sql(
    select c.id, c.parent_id, c.name_uk, c.name_en, c.name_ru
      from categories c left join categories p on p.id = c.parent_id
     order by coalesce(p.position, c.position), c.parent_id is not null, c.position, c.id
)sql"};
awaitable<std::vector<category>> categories(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, categories_sql);
    std::vector<category> tree;  // a parent comes right before its children
    for (const auto row : rows) {
        category each{row.get<std::string>("id"),
                      row.get<std::string>("name_uk"),
                      row.get<std::string>("name_en"),
                      row.get<std::string>("name_ru"),
                      {}};
        if (row.is_null("parent_id")) tree.push_back(std::move(each));
        else tree.back().children.push_back(std::move(each));
    }
    co_return tree;
}

const pg::statement is_leaf_sql{"lots.is_leaf", "select 1 as found from categories where id = $1 and parent_id is not null"};
awaitable<bool> is_leaf(pg::transaction& tx, std::string category_id) {
    const auto row = co_await tx.one(is_leaf_sql, category_id);
    co_return row.has_value();
}

const pg::statement alone_sql{"lots.alone", "select pg_advisory_xact_lock(hashtextextended('lots.drafts', $1))::text as locked"};
const pg::statement count_drafts_sql{"lots.count_drafts", "select count(*) as drafts from lots where seller_id = $1 and state = 'draft'"};
awaitable<std::int64_t> count_drafts_alone(pg::transaction& tx, account_id seller) {
    co_await tx.query(alone_sql, seller);
    const auto row = co_await tx.one(count_drafts_sql, seller);
    co_return row.value().get<std::int64_t>("drafts");
}

const pg::statement insert_draft_sql{"lots.insert_draft", R"sql(
    insert into lots (seller_id, title, description, category_id, condition, location, shipping, start_amount, reserve_amount,
                      buy_now_amount, step_amount, starts_at, duration_s, ends_at, relist_of)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
    returning id, created_at, updated_at
)sql"};
awaitable<lot> insert_draft(pg::transaction& tx, account_id seller, content c, std::optional<lot_id> relist_of) {
    const auto row = co_await tx.one(insert_draft_sql, seller, c.title, c.description, c.category, c.condition, c.location,
                                     shipping_json(c.shipping), minor_of(c.start_price), minor_of(c.reserve_price),
                                     minor_of(c.buy_now_price), minor_of(c.step), c.starts_at, c.duration_s, c.ends_at, relist_of);
    lot l;
    l.id = row->get<lot_id>("id");
    l.seller = seller;
    l.created_at = row->get<instant>("created_at");
    l.updated_at = row->get<instant>("updated_at");
    l.content = std::move(c);
    l.relist_of = relist_of;
    co_return l;
}

const pg::statement find_relisted_sql{"lots.find_relisted", "select id from lots where relist_of = $1"};
awaitable<std::optional<lot_id>> find_relisted(pg::transaction& tx, lot_id ended) {
    const auto row = co_await tx.one(find_relisted_sql, ended);
    if (!row) co_return std::nullopt;
    co_return row->get<lot_id>("id");
}

const pg::statement additions_sql{"lots.additions", "select text, added_at from lot_additions where lot_id = $1 order by n"};
static awaitable<std::optional<lot>> with_additions(pg::transaction& tx, std::optional<pg::row> row) {
    if (!row) co_return std::nullopt;
    auto found = read_lot(*row);
    if (found.published) {
        const auto rows = co_await tx.query(additions_sql, found.id);
        for (const auto each : rows) found.additions.push_back({each.get<std::string>("text"), each.get<instant>("added_at")});
    }
    co_return found;
}

const pg::statement find_own_sql{"lots.find_own", one_lot};
awaitable<std::optional<lot>> find_own(pg::transaction& tx, account_id seller, lot_id id) {
    auto row = co_await tx.one(find_own_sql, id, seller);
    co_return co_await with_additions(tx, std::move(row));
}

static const std::string lock_own_text = std::string(one_lot) + " for no key update";
const pg::statement lock_own_sql{"lots.lock_own", lock_own_text.c_str()};
awaitable<std::optional<lot>> lock_own(pg::transaction& tx, account_id seller, lot_id id) {
    auto row = co_await tx.one(lock_own_sql, id, seller);
    co_return co_await with_additions(tx, std::move(row));
}

const pg::statement clock_sql{"lots.clock", "select clock_timestamp() as now"};
awaitable<instant> clock(pg::transaction& tx) {
    const auto row = co_await tx.one(clock_sql);
    co_return row.value().get<instant>("now");
}

const pg::statement update_content_sql{"lots.update_content", R"sql(
    update lots set title = $2, description = $3, category_id = $4, condition = $5, location = $6, shipping = $7, start_amount = $8,
                    reserve_amount = $9, buy_now_amount = $10, step_amount = $11, starts_at = $12, duration_s = $13, ends_at = $14,
                    updated_at = clock_timestamp()
     where id = $1
    returning updated_at
)sql"};
awaitable<instant> update_content(pg::transaction& tx, lot_id id, content c) {
    const auto row = co_await tx.one(update_content_sql, id, c.title, c.description, c.category, c.condition, c.location,
                                     shipping_json(c.shipping), minor_of(c.start_price), minor_of(c.reserve_price),
                                     minor_of(c.buy_now_price), minor_of(c.step), c.starts_at, c.duration_s, c.ends_at);
    co_return row.value().get<instant>("updated_at");
}

const pg::statement remove_sql{"lots.remove", "delete from lots where id = $1 and state = 'draft'"};
awaitable<void> remove(pg::transaction& tx, lot_id id) { co_await tx.exec(remove_sql, id); }

const pg::statement mark_published_sql{"lots.mark_published", R"sql(
    update lots set state = 'published', starts_at = $2, published_at = $3, updated_at = $3 where id = $1
)sql"};
awaitable<void> mark_published(pg::transaction& tx, lot_id id, instant starts_at, instant now) {
    co_await tx.exec(mark_published_sql, id, starts_at, now);
}

const pg::statement mark_draft_sql{"lots.mark_draft",
                                   "update lots set state = 'draft', published_at = null, updated_at = $2 where id = $1"};
awaitable<void> mark_draft(pg::transaction& tx, lot_id id, instant now) { co_await tx.exec(mark_draft_sql, id, now); }

const pg::statement add_addition_sql{"lots.add_addition", R"sql(
    with added as (insert into lot_additions (lot_id, n, text, added_at) values ($1, $2, $3, $4))
    update lots set updated_at = $4 where id = $1
)sql"};
awaitable<void> add_addition(pg::transaction& tx, lot_id id, std::int64_t n, std::string text, instant now) {
    co_await tx.exec(add_addition_sql, id, n, text, now);
}

const pg::statement lock_reserve_sql{"lots.lock_reserve", "select from lots where id = $1 for no key update"};
const pg::statement store_reserve_sql{"lots.store_reserve",
                                      "update lots set reserve_amount = $2, updated_at = clock_timestamp() where id = $1"};

const pg::statement is_published_sql{"lots.is_published",
                                     "select 1 as found from lots where id = $1 and state = 'published' for key share"};
awaitable<bool> is_published(pg::transaction& tx, lot_id id) {
    const auto row = co_await tx.one(is_published_sql, id);
    co_return row.has_value();
}

const pg::statement count_watches_sql{"lots.count_watches", R"sql(
    select count(*) as watches from (select 1 from watches where account_id = $1 limit $2) w
)sql"};
awaitable<std::int64_t> count_watches(pg::transaction& tx, account_id account, std::int64_t up_to) {
    const auto row = co_await tx.one(count_watches_sql, account, up_to);
    co_return row.value().get<std::int64_t>("watches");
}

const pg::statement watch_sql{"lots.watch", R"sql(
    with added as (insert into watches (account_id, lot_id) values ($1, $2) on conflict do nothing returning lot_id)
    update lots set watchers = watchers + 1 where id = (select lot_id from added)
)sql"};
awaitable<bool> watch(pg::transaction& tx, account_id account, lot_id id) { co_return co_await tx.exec(watch_sql, account, id) == 1; }

const pg::statement unwatch_sql{"lots.unwatch", R"sql(
    with removed as (delete from watches where account_id = $1 and lot_id = $2 returning lot_id)
    update lots set watchers = watchers - 1 where id = (select lot_id from removed)
)sql"};
awaitable<bool> unwatch(pg::transaction& tx, account_id account, lot_id id) { co_return co_await tx.exec(unwatch_sql, account, id) == 1; }

const pg::statement unwatch_all_sql{"lots.unwatch_all", R"sql(
    with removed as (delete from watches where account_id = $1 returning lot_id),
         locked as materialized (select id from lots where id in (select lot_id from removed) order by id for no key update)
    update lots set watchers = watchers - 1 where id in (select id from locked)
)sql"};
void unwatch_all(pg::transaction& tx, account_id account) { tx.post(unwatch_all_sql, account); }

const pg::statement drafts_of_sql{"lots.drafts_of",
                                  "select id from lots where seller_id = $1 and state = 'draft' order by id for no key update"};
awaitable<std::vector<lot_id>> drafts_of(pg::transaction& tx, account_id seller) {
    const auto rows = co_await tx.query(drafts_of_sql, seller);
    std::vector<lot_id> all;
    for (const auto row : rows) all.push_back(row.get<lot_id>("id"));
    co_return all;
}

}  // namespace gavel::lots::repository

namespace gavel::lots {

void lock_reserve(pg::transaction& tx, lot_id lot) { tx.post(repository::lock_reserve_sql, lot); }
void store_reserve(pg::transaction& tx, lot_id lot, std::optional<std::int64_t> amount) {
    tx.post(repository::store_reserve_sql, lot, amount);
}

}  // namespace gavel::lots
