// Search and filter: one statement per order, each with and without words, so that the planner sees a plain condition for the word index.
#include "modules/catalogue/card_row.hpp"
#include "modules/catalogue/repository.hpp"

#include <array>
#include <limits>
#include <stdexcept>

namespace gavel::catalogue::repository {
namespace {

// $1 states, $2 category or parent, $3 conditions, $4 and $5 price bounds, $6 seller, $7 words.
#define GAVEL_LIST_FILTER                                                                                             \
    " from standings s join lots l on l.id = s.lot_id and l.state = 'published'"                                      \
    " where s.state = any ($1)"                                                                                       \
    " and ($2::text is null or l.category_id in (select c.id from categories c where c.id = $2 or c.parent_id = $2))" \
    " and ($3::text[] is null or l.condition = any ($3))"                                                             \
    " and ($4::bigint is null or coalesce(s.price, s.start_amount) >= $4)"                                            \
    " and ($5::bigint is null or coalesce(s.price, s.start_amount) <= $5)"                                            \
    " and ($6::bigint is null or s.seller_id = $6)"
#define GAVEL_ANY_WORDS " and $7::text is null"
#define GAVEL_THESE_WORDS " and l.search @@ to_tsquery('simple', $7)"

// $8 and $9: the last row of the page before; $10: how many; $11: lots that were shown above. Key and id come from one table, so that an
// index can begin at that row.
#define GAVEL_LIST(words, sort_key, id, moment_or_number, after, direction)                                                        \
    "select " GAVEL_CARD_COLUMNS ", " moment_or_number " as sort_key" GAVEL_LIST_FILTER words " and (" sort_key ", " id ") " after \
    " ($8, $9::bigint) and s.lot_id <> all ($11::bigint[]) order by " sort_key " " direction ", " id " " direction " limit $10"
// clang-format off
#define GAVEL_LIST_BY(name, sort_key, id, moment_or_number, after, direction)                                  \
    {{"catalogue.list_" name, GAVEL_LIST(GAVEL_ANY_WORDS, sort_key, id, moment_or_number, after, direction)},  \
     {"catalogue.search_" name, GAVEL_LIST(GAVEL_THESE_WORDS, sort_key, id, moment_or_number, after, direction)}}
#define GAVEL_PRESENT_PRICE "coalesce(s.price, s.start_amount)"

const pg::statement by_end_sql[2] = GAVEL_LIST_BY("by_end", "s.ends_at", "s.lot_id", GAVEL_MICROSECONDS("s.ends_at"), ">", "asc");
const pg::statement by_latest_end_sql[2] = GAVEL_LIST_BY("by_latest_end", "s.ends_at", "s.lot_id", GAVEL_MICROSECONDS("s.ends_at"), "<", "desc");
const pg::statement newest_sql[2] = GAVEL_LIST_BY("newest", "l.published_at", "l.id", GAVEL_MICROSECONDS("l.published_at"), "<", "desc");
const pg::statement cheapest_sql[2] = GAVEL_LIST_BY("cheapest", GAVEL_PRESENT_PRICE, "s.lot_id", GAVEL_PRESENT_PRICE, ">", "asc");
const pg::statement dearest_sql[2] = GAVEL_LIST_BY("dearest", GAVEL_PRESENT_PRICE, "s.lot_id", GAVEL_PRESENT_PRICE, "<", "desc");
const pg::statement most_bids_sql[2] = GAVEL_LIST_BY("most_bids", "s.bids::bigint", "s.lot_id", "s.bids", "<", "desc");
// clang-format on

// Whose turn it is when more have paid than there are places changes every minute.
const pg::statement placed_sql{
    "catalogue.placed",
    "select * from (select " GAVEL_CARD_COLUMNS ", " GAVEL_MICROSECONDS(
        "s.ends_at") " as sort_key" GAVEL_LIST_FILTER GAVEL_ANY_WORDS
                     " and s.lot_id in (select p.lot_id from service_purchases p where p.service = 'top' and " GAVEL_PROMOTED_NOW
                     ")"
                     " order by hashtextextended(s.lot_id::text, floor(extract(epoch from statement_timestamp()) / 60)::bigint), s.lot_id "
                     "limit $8) chosen"
                     " order by sort_key, id"};

const pg::statement count_sql[2] = {
    {"catalogue.count", "select count(*) as total from (select 1" GAVEL_LIST_FILTER GAVEL_ANY_WORDS " limit 1000) found"},
    {"catalogue.count_search", "select count(*) as total from (select 1" GAVEL_LIST_FILTER GAVEL_THESE_WORDS " limit 1000) found"}};
static_assert(total_max == 1000, "as in count_sql");

std::vector<std::string> states_of(list_state s) {
    std::vector<std::string> names;
    if (s == list_state::running) names.push_back("running");
    if (s == list_state::scheduled) names.push_back("scheduled");
    if (s == list_state::ended) {
        names.push_back("ended_sold");
        names.push_back("ended_unsold");
    }
    return names;
}

struct order {
    const pg::statement* statements;  // without and with words
    bool by_moment;
    bool ascending;
};

order order_of(const list_query& q) {
    switch (q.sort) {
        case list_sort::ending:
            if (q.state == list_state::ended) return {by_latest_end_sql, true, false};
            return {by_end_sql, true, true};
        case list_sort::newest: return {newest_sql, true, false};
        case list_sort::price_asc: return {cheapest_sql, false, true};
        case list_sort::price_desc: return {dearest_sql, false, false};
        case list_sort::bids: return {most_bids_sql, false, false};
    }
    throw std::logic_error("unknown order of a list");
}

// Before the first row of every list; plain values keep the condition usable for an index.
position beginning(const order& o) {
    constexpr auto last = std::numeric_limits<std::int64_t>::max();
    if (o.ascending) return {o.by_moment ? 0 : -1, 0};
    return {o.by_moment ? moment_max_us : last, last};
}

}  // namespace

awaitable<card_page<lot_card>> list(pg::pool& pool, pg::deadline until, list_query q) {
    const auto how = order_of(q);
    const auto& statement = how.statements[q.words ? 1 : 0];
    const auto states = states_of(q.state);
    const auto from = q.after.value_or(beginning(how));
    pg::rows rows;
    if (how.by_moment) {
        const auto key = moment_of(from);
        rows = co_await pool.query(until, statement, states, q.category, q.conditions, q.min_price, q.max_price, q.seller, q.words, key,
                                   from.lot, q.limit + 1, q.placed);
    } else {
        rows = co_await pool.query(until, statement, states, q.category, q.conditions, q.min_price, q.max_price, q.seller, q.words,
                                   from.key, from.lot, q.limit + 1, q.placed);
    }
    co_return read_page(rows, q.limit);
}

awaitable<std::vector<lot_card>> placed(pg::pool& pool, pg::deadline until, list_query q, std::int64_t most) {
    const auto states = states_of(q.state);
    const auto rows =
        co_await pool.query(until, placed_sql, states, q.category, q.conditions, q.min_price, q.max_price, q.seller, q.words, most);
    co_return read_cards(rows);
}

awaitable<std::int64_t> count(pg::pool& pool, pg::deadline until, list_query q) {
    const auto states = states_of(q.state);
    const auto row =
        co_await pool.one(until, count_sql[q.words ? 1 : 0], states, q.category, q.conditions, q.min_price, q.max_price, q.seller, q.words);
    co_return row.value().get<std::int64_t>("total");
}

}  // namespace gavel::catalogue::repository
