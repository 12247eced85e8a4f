#include "modules/orders/repository_reads.hpp"

#include "modules/media/photo_row.hpp"
#include "modules/orders/repository.hpp"

#include <algorithm>

namespace gavel::orders::repository {
namespace {

person read_person(const pg::row& row, const char* id, const char* name) {
    person p;
    p.id = row.get<account_id>(id);
    p.display_name = row.text(name);
    return p;
}

party party_called(std::string_view name) { return static_cast<party>(std::ranges::find(party_names, name) - party_names.begin()); }

std::optional<media::photo> photo_of(const pg::row& row) {
    if (row.is_null("photo")) return std::nullopt;
    return media::read_photo(row.get<boost::json::value>("photo"));
}

dispute read_dispute(const pg::row& row) {
    dispute d;
    d.reason = row.text("reason");
    d.opened_by = party_called(row.text("opened_by"));
    d.opened_at = row.get<instant>("opened_at");
    d.settled_at = row.get<std::optional<instant>>("settled_at");
    d.outcome = row.get<std::optional<std::string>>("outcome").value_or("");
    d.note = row.get<std::optional<std::string>>("note").value_or("");
    return d;
}

}  // namespace

const pg::statement find_sql{"orders.find", "select " GAVEL_ORDER_COLUMNS
                                            ", b.display_name as buyer_name, s.display_name as seller_name, clock_timestamp() as now"
                                            " from orders o join accounts b on b.id = o.buyer_id join accounts s on s.id = o.seller_id"
                                            " where o.id = $1"};
awaitable<std::optional<found_order>> find(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(find_sql, id);
    if (!row) co_return std::nullopt;
    found_order f;
    f.order = read_order(*row);
    f.buyer = read_person(*row, "buyer_id", "buyer_name");
    f.seller = read_person(*row, "seller_id", "seller_name");
    f.now = row->get<instant>("now");
    co_return f;
}

// One statement for each side, so that each has its index.
#define GAVEL_ORDER_LIST(own, others)                                                                                             \
    "with page as materialized (select * from orders where " own                                                                  \
    " = $1 and ($2::text is null or state = $2"                                                                                   \
    " or ($2 = 'open' and due_at is not null)) and ($3::bigint is null or id < $3)"                                               \
    " and ($5::bigint is null or state <> 'combined' and id in (select order_id from order_lines where lot_id = $5))"             \
    " order by id desc limit $4)"                                                                                                 \
    " select " GAVEL_ORDER_COLUMNS ", a.id as other_id, a.display_name as other_name, l.title, x.lots, " GAVEL_FIRST_PHOTO_OF(    \
        "l.id") " as photo from page o join accounts a on a.id = o." others                                                       \
                " join lateral (select min(lot_id) as lot_id, count(*) as lots from order_lines where order_id = o.id) x on true" \
                " join lots l on l.id = x.lot_id order by o.id desc"
const pg::statement list_bought_sql{"orders.list_bought", GAVEL_ORDER_LIST("buyer_id", "seller_id")};
const pg::statement list_sold_sql{"orders.list_sold", GAVEL_ORDER_LIST("seller_id", "buyer_id")};
awaitable<std::vector<listed_order>> list(pg::pool& pool, pg::deadline until, account_id who, bool as_seller,
                                          std::optional<std::string> state, std::optional<lot_id> of_lot, std::optional<order_id> before,
                                          std::int64_t limit) {
    const auto& sql = as_seller ? list_sold_sql : list_bought_sql;
    const auto rows = co_await pool.query(until, sql, who, state, before, limit, of_lot);
    std::vector<listed_order> all;
    for (const auto row : rows) {
        listed_order one;
        one.order = read_order(row);
        one.other = read_person(row, "other_id", "other_name");
        one.title = row.text("title");
        one.lots = row.get<std::int64_t>("lots");
        one.photo = photo_of(row);
        all.push_back(std::move(one));
    }
    co_return all;
}

const pg::statement shown_lines_sql{"orders.shown_lines",
                                    "select x.lot_id, x.hammer, x.premium, x.commission, l.title, " GAVEL_FIRST_PHOTO_OF(
                                        "l.id") " as photo from order_lines x join lots l on l.id = x.lot_id where x.order_id = $1"
                                                " order by x.lot_id"};
awaitable<std::vector<shown_line>> shown_lines(pg::transaction& tx, order_id id) {
    const auto rows = co_await tx.query(shown_lines_sql, id);
    std::vector<shown_line> all;
    for (const auto row : rows) {
        shown_line s;
        s.line.lot = row.get<lot_id>("lot_id");
        s.line.hammer = row.get<std::int64_t>("hammer");
        s.line.premium = row.get<std::int64_t>("premium");
        s.line.commission = row.get<std::int64_t>("commission");
        s.title = row.text("title");
        s.photo = photo_of(row);
        all.push_back(std::move(s));
    }
    co_return all;
}

const pg::statement timeline_sql{"orders.timeline",
                                 "select id, kind, by_party, account_id, amount, coalesce(text, '') as text, at from order_events where "
                                 "order_id = $1 order by id limit 500"};
awaitable<std::vector<happening>> timeline(pg::transaction& tx, order_id id) {
    const auto rows = co_await tx.query(timeline_sql, id);
    std::vector<happening> all;
    for (const auto row : rows) {
        happening h;
        h.id = row.get<std::int64_t>("id");
        h.kind = row.text("kind");
        h.by = party_called(row.text("by_party"));
        h.who = row.get<std::optional<account_id>>("account_id");
        h.amount = row.get<std::optional<std::int64_t>>("amount");
        h.text = row.text("text");
        h.at = row.get<instant>("at");
        all.push_back(std::move(h));
    }
    co_return all;
}

const pg::statement dispute_sql{"orders.dispute",
                                "select reason, opened_by, opened_at, settled_at, outcome, note from order_disputes where order_id = $1"};
awaitable<std::optional<dispute>> dispute_of(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(dispute_sql, id);
    if (!row) co_return std::nullopt;
    co_return read_dispute(*row);
}

const pg::statement combinable_sql{"orders.combinable", R"sql(
    select id from orders where buyer_id = $1 and seller_id = $2 and id <> $3 and state = 'awaiting_payment' and due_at > clock_timestamp()
     order by id limit 19
)sql"};
awaitable<std::vector<order_id>> combinable_with(pg::transaction& tx, const order& o) {
    const auto rows = co_await tx.query(combinable_sql, o.buyer, o.seller, o.id);
    std::vector<order_id> all;
    for (const auto row : rows) all.push_back(row.get<order_id>("id"));
    co_return all;
}

const pg::statement payer_words_sql{"orders.payer_words", R"sql(
    select a.language, l.id as lot_id, l.title, n.lots from orders o join accounts a on a.id = o.buyer_id
      join lateral (select min(lot_id) as first, count(*) as lots from order_lines where order_id = o.id) n on true
      join lots l on l.id = n.first where o.id = $1
)sql"};
awaitable<payer> payer_words(pg::transaction& tx, order_id id) {
    const auto row = co_await tx.one(payer_words_sql, id);
    payer p;
    p.lang = parse_language(row->text("language")).value_or(default_language);
    p.lot = row->get<lot_id>("lot_id");
    p.title = row->text("title");
    p.lots = row->get<std::int64_t>("lots");
    co_return p;
}

const pg::statement disputes_sql{
    "orders.disputes",
    "select " GAVEL_ORDER_COLUMNS
    ", d.reason, d.opened_by, d.opened_at, d.settled_at, d.outcome, d.note, b.display_name as buyer_name,"
    " s.display_name as seller_name, l.title"
    " from orders o join order_disputes d on d.order_id = o.id join accounts b on b.id = o.buyer_id"
    " join accounts s on s.id = o.seller_id"
    " join lots l on l.id = (select min(lot_id) from order_lines where order_id = o.id)"
    " where o.state = 'disputed' and ($1::bigint is null or (o.entered_at, o.id) > (select entered_at, id from orders where id = $1))"
    " order by o.entered_at, o.id limit $2"};
awaitable<std::vector<listed_dispute>> disputes(pg::pool& pool, pg::deadline until, std::optional<order_id> after, std::int64_t limit) {
    const auto rows = co_await pool.query(until, disputes_sql, after, limit);
    std::vector<listed_dispute> all;
    for (const auto row : rows) {
        listed_dispute one;
        one.order = read_order(row);
        one.dispute = read_dispute(row);
        one.buyer = read_person(row, "buyer_id", "buyer_name");
        one.seller = read_person(row, "seller_id", "seller_name");
        one.title = row.text("title");
        all.push_back(std::move(one));
    }
    co_return all;
}

}  // namespace gavel::orders::repository
