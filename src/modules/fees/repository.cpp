#include "modules/fees/repository.hpp"

#include "modules/lots/stored.hpp"

#include <boost/json/value.hpp>

namespace gavel::fees::repository {
namespace {

fee read_fee(const pg::row& row) {
    fee f;
    f.id = row.get<fee_id>("id");
    f.kind = row.text("kind");
    f.currency = currency::parse(row.text("currency")).value();
    f.amount = row.get<std::optional<std::int64_t>>("amount").value_or(0);
    if (!row.is_null("band_froms")) {
        const auto froms = row.get<std::vector<std::int64_t>>("band_froms");
        const auto points = row.get<std::vector<std::int64_t>>("band_points");
        for (std::size_t i = 0; i < froms.size(); ++i) f.bands.push_back({froms[i], points.at(i)});
    }
    f.valid = period(row.get<instant>("valid_from"), row.get<std::optional<instant>>("valid_until"));
    return f;
}

std::optional<fee> read_optional_fee(const std::optional<pg::row>& row) {
    if (!row) return std::nullopt;
    return read_fee(*row);
}

std::vector<fee> read_fees(const pg::rows& rows) {
    std::vector<fee> all;
    for (const auto row : rows) all.push_back(read_fee(row));
    return all;
}

fee_entry read_entry(const pg::row& row) {
    fee_entry e;
    e.what = read_fee(row);
    e.note = row.get<std::optional<std::string>>("note");
    e.set_by = row.get<std::optional<account_id>>("set_by");
    e.set_by_name = row.get<std::optional<std::string>>("set_by_name");
    e.set_at = row.get<instant>("set_at");
    return e;
}

}  // namespace

#define GAVEL_FEE_COLUMNS \
    "f.id, f.kind, f.currency, f.amount, f.band_froms, f.band_points::bigint[] as band_points, f.valid_from, f.valid_until"
#define GAVEL_FEE_ENTRY                                                                                            \
    "select " GAVEL_FEE_COLUMNS                                                                                    \
    ", f.note, f.set_by, a.display_name as set_by_name, f.set_at, clock_timestamp() as now from fees f left join " \
    "accounts a on a.id = f.set_by"

const pg::statement all_sql{"fees.all", "select " GAVEL_FEE_COLUMNS " from fees f order by f.kind, f.valid_from"};
awaitable<std::vector<fee>> all(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, all_sql);
    co_return read_fees(rows);
}

const pg::statement history_sql{"fees.history", GAVEL_FEE_ENTRY " order by f.kind, f.valid_from desc"};
const pg::statement clock_sql{"fees.clock", "select clock_timestamp() as now"};
awaitable<entries> history(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, history_sql);
    entries found;
    for (const auto row : rows) found.items.push_back(read_entry(row));
    const auto clock = co_await pool.one(until, clock_sql);
    found.now = clock.value().get<instant>("now");
    co_return found;
}

const pg::statement find_lot_sql{"fees.find_lot",
                                 "select published_at, currency, shipping from lots where id = $1 and state = 'published'"};
awaitable<std::optional<offered_lot>> find_lot(pg::pool& pool, pg::deadline until, lot_id id) {
    const auto row = co_await pool.one(until, find_lot_sql, id);
    if (!row) co_return std::nullopt;
    offered_lot lot;
    lot.published_at = row->get<instant>("published_at");
    lot.currency = currency::parse(row->text("currency")).value();
    lot.ways = lots::read_shipping(row->get<boost::json::value>("shipping"), lot.currency);
    co_return lot;
}

const pg::statement lock_fees_sql{"fees.lock", "select pg_advisory_xact_lock(hashtextextended('gavel.fees', 0))"};
awaitable<instant> lock_fees(pg::transaction& tx) {
    tx.post(lock_fees_sql);
    const auto row = co_await tx.one(clock_sql);
    co_return row.value().get<instant>("now");
}

const pg::statement of_kind_sql{"fees.of_kind", "select " GAVEL_FEE_COLUMNS
                                                " from fees f where f.kind = $1"
                                                " and (f.valid_until is null or f.valid_until > clock_timestamp()) order by f.valid_from"};
awaitable<std::vector<fee>> of_kind(pg::transaction& tx, const std::string& kind) {
    const auto rows = co_await tx.query(of_kind_sql, kind);
    co_return read_fees(rows);
}

const pg::statement find_fee_sql{"fees.find", "select " GAVEL_FEE_COLUMNS " from fees f where f.id = $1"};
awaitable<std::optional<fee>> find(pg::transaction& tx, fee_id id) {
    const auto row = co_await tx.one(find_fee_sql, id);
    co_return read_optional_fee(row);
}

const pg::statement end_sql{"fees.end", "update fees set valid_until = $2 where id = $1"};
void end(pg::transaction& tx, fee_id id, instant at) { tx.post(end_sql, id, at); }

const pg::statement insert_fee_sql{"fees.insert", R"sql(
    insert into fees (kind, currency, amount, band_froms, band_points, valid_from, valid_until, note, set_by)
    values ($1, $2, $3, $4, $5::bigint[]::integer[], $6, $7, $8, $9) returning id
)sql"};
awaitable<fee_id> insert(pg::transaction& tx, const fee& f, const std::optional<std::string>& note, std::optional<account_id> by) {
    std::optional<std::int64_t> amount;
    std::optional<std::vector<std::int64_t>> froms, points;
    if (is_by_bands(f.kind)) {
        froms.emplace();
        points.emplace();
        for (const auto& each : f.bands) {
            froms->push_back(each.from);
            points->push_back(each.points);
        }
    } else {
        amount = f.amount;
    }
    const auto row =
        co_await tx.one(insert_fee_sql, f.kind, f.currency.code(), amount, froms, points, f.valid.from, f.valid.until, note, by);
    co_return row.value().get<fee_id>("id");
}

const pg::statement mark_cut_sql{"fees.mark_cut", "update fees set cut_by = $2 where id = $1"};
void mark_cut(pg::transaction& tx, fee_id id, fee_id by) { tx.post(mark_cut_sql, id, by); }

// The order of the two matters for fees_one_at_a_time: first the row goes, which forgets whom it has cut.
const pg::statement cut_by_sql{"fees.cut_by", "select f.id from fees f where f.cut_by = $1"};
const pg::statement give_back_sql{"fees.give_back_time", "update fees set valid_until = $2, cut_by = null where id = $1"};
const pg::statement remove_fee_sql{"fees.remove", "delete from fees where id = $1"};
awaitable<void> remove(pg::transaction& tx, fee_id id, std::optional<instant> until) {
    const auto row = co_await tx.one(cut_by_sql, id);
    tx.post(remove_fee_sql, id);
    if (row) tx.post(give_back_sql, row->get<fee_id>("id"), until);
}

const pg::statement entry_sql{"fees.entry", GAVEL_FEE_ENTRY " where f.id = $1"};
awaitable<fee_entry> entry(pg::transaction& tx, fee_id id) {
    const auto row = co_await tx.one(entry_sql, id);
    co_return read_entry(row.value());
}

const pg::statement of_lot_sql{"fees.of_lot",
                               "select " GAVEL_FEE_COLUMNS
                               " from lots l join fees f on f.kind = $1 and f.currency = l.currency and f.valid_from <= l.published_at"
                               " and (f.valid_until is null or f.valid_until > l.published_at) where l.id = $2"};
awaitable<std::optional<fee>> of_lot(pg::transaction& tx, std::string_view kind, lot_id lot) {
    const auto row = co_await tx.one(of_lot_sql, kind, lot);
    co_return read_optional_fee(row);
}

const pg::statement of_moment_sql{"fees.of_moment", "select " GAVEL_FEE_COLUMNS
                                                    " from fees f where f.kind = $1 and f.currency = $2"
                                                    " and f.valid_from <= $3 and (f.valid_until is null or f.valid_until > $3)"};
awaitable<std::optional<fee>> of_moment(pg::transaction& tx, std::string_view kind, gavel::currency unit, instant at) {
    const auto row = co_await tx.one(of_moment_sql, kind, unit.code(), at);
    co_return read_optional_fee(row);
}

}  // namespace gavel::fees::repository
