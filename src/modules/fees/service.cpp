#include "modules/fees/service.hpp"

#include "base/json_or_null.hpp"
#include "modules/fees/errors.hpp"
#include "modules/fees/repository.hpp"
#include "modules/lots/errors.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::fees {
namespace {

namespace json = boost::json;

std::unexpected<error> refuse_time(std::string_view field, instant min) {
    json::array errors{json::object{{"field", field}, {"code", "out_of_range"}, {"min", format_instant(min)}}};
    return refuse(http::invalid_input, {{"errors", std::move(errors)}});
}

error overlap_with(const fee& other) {
    json::object seen{
        {"id", other.id.text()}, {"valid_from", format_instant(other.valid.from)}, {"valid_until", or_null(other.valid.until)}};
    return error(fee_overlaps, {{"fee", std::move(seen)}});
}

// The next whole second, so that dates look like dates.
instant earliest(instant now) { return std::chrono::ceil<std::chrono::seconds>(now + ahead); }

}  // namespace

service::service(pg::pool& pool, cache& shared, std::vector<std::string> service_kinds)
    : pool_(pool),
      cache_(shared),
      kinds_{std::string(commission_kind), std::string(premium_kind), std::string(listing_kind)} {
    for (auto& each : service_kinds) kinds_.push_back(std::move(each));
}

awaitable<std::shared_ptr<const fee_table>> service::table(pg::deadline until) {
    if (auto kept = cache_.find()) co_return kept;
    const auto read_at = cache::clock::now();
    auto all = co_await repository::all(pool_, until);
    auto fresh = std::make_shared<const fee_table>(std::move(all));
    cache_.keep(fresh, read_at);
    co_return fresh;
}

awaitable<result<quote>> service::total(lot_id lot, std::int64_t amount, std::optional<std::string> delivery, pg::deadline until) {
    const auto known = co_await table(until);
    const auto found = co_await repository::find_lot(pool_, until, lot);
    if (!found) co_return refuse(lots::no_such_lot);
    const money hammer{amount, found->currency};
    co_return quote_of(known->find(premium_kind, found->currency, found->published_at), hammer, found->ways, delivery);
}

awaitable<service::history> service::all(pg::deadline until) {
    auto found = co_await repository::history(pool_, until);
    history h;
    h.items = std::move(found.items);
    h.now = found.now;
    co_return h;
}

awaitable<result<fee_entry>> service::set(fee_order o, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto now = co_await repository::lock_fees(tx);
    const auto first = earliest(now);
    if (o.from && *o.from < now + ahead) co_return refuse_time("valid_from", first);
    o.what.valid = period(o.from.value_or(first), o.until);
    if (o.until && *o.until <= o.what.valid.from) co_return refuse_time("valid_until", o.what.valid.from + std::chrono::seconds(1));
    const auto others = co_await repository::of_kind(tx, o.what.kind);
    const auto found = place(others, o.what.valid);
    if (found.in_the_way) co_return std::unexpected(overlap_with(*found.in_the_way));
    if (found.cut) repository::end(tx, found.cut->id, o.what.valid.from);
    const auto id = co_await repository::insert(tx, o.what, o.note, o.by);
    if (found.cut) repository::mark_cut(tx, found.cut->id, id);
    if (found.goes_on) {
        auto rest = *found.cut;
        rest.valid = *found.goes_on;
        const std::optional<std::string> no_note;
        co_await repository::insert(tx, rest, no_note, o.by);
    }
    auto entry = co_await repository::entry(tx, id);
    co_await tx.commit();
    cache_.drop();
    co_return entry;
}

awaitable<result<void>> service::take_back(fee_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto now = co_await repository::lock_fees(tx);
    const auto found = co_await repository::find(tx, id);
    if (!found) co_return refuse(http::not_found);
    if (found->valid.from <= now + ahead) co_return refuse(fee_begun, {{"valid_from", format_instant(found->valid.from)}});
    co_await repository::remove(tx, id, found->valid.until);
    co_await tx.commit();
    cache_.drop();
    co_return result<void>{};
}

}  // namespace gavel::fees
