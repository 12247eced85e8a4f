#include "modules/news/event.hpp"

#include "platform/jobs/queue.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <stdexcept>

namespace gavel::news {
namespace {

boost::json::object written(const findings& f) {
    boost::json::array lots;
    for (const auto& each : f.lots) {
        boost::json::object one;
        one["lot"] = each.lot.text();
        one["title"] = each.title;
        one["price"] = each.price.amount;
        one["currency"] = each.price.currency.code();
        lots.push_back(std::move(one));
    }
    boost::json::object o;
    o["count"] = f.count;
    o["untold"] = f.untold_count;
    o["name"] = f.name;
    o["query"] = f.query;
    o["lots"] = std::move(lots);
    return o;
}

boost::json::object written(const event& e) {
    boost::json::object o;
    o["event"] = to_string(e.kind);
    o["account"] = e.account.text();
    o["lot"] = e.lot.text();
    if (e.order != 0) o["order"] = e.order;
    o["seq"] = e.seq;
    o["price"] = nullptr;
    if (e.price) {
        o["price"] = e.price->amount;
        o["currency"] = e.price->currency.code();
    }
    if (e.max) o["max"] = e.max->amount;
    if (e.ends_at) o["ends_at"] = format_instant(*e.ends_at);
    if (!e.reason.empty()) o["reason"] = e.reason;
    if (e.found.count > 0) o["found"] = written(e.found);
    if (!e.audit_head.empty()) o["audit_head"] = e.audit_head;
    return o;
}

kind read_kind(std::string_view name) {
    const auto found = std::ranges::find(kind_names, name);
    if (found == kind_names.end()) throw std::invalid_argument("news of an unknown kind: " + std::string(name));
    return static_cast<kind>(found - kind_names.begin());
}

template <class Id>
Id read_id(const boost::json::value& v) {
    const auto parsed = Id::parse(std::string_view(v.as_string()));
    if (!parsed) throw std::invalid_argument("news that name no id");
    return *parsed;
}

std::optional<money> read_amount(const boost::json::object& from, std::string_view name) {
    const auto* amount = from.if_contains(name);
    if (!amount || amount->is_null()) return std::nullopt;
    const auto code = currency::parse(std::string_view(from.at("currency").as_string()));
    if (!code) throw std::invalid_argument("news without a currency");
    money m;
    m.amount = amount->to_number<std::int64_t>();
    m.currency = *code;
    return m;
}

std::string read_text(const boost::json::object& from, std::string_view name) {
    const auto* text = from.if_contains(name);
    return text ? std::string(text->as_string()) : std::string();
}

findings read_findings(const boost::json::object& o) {
    findings f;
    f.count = o.at("count").to_number<std::int64_t>();
    f.untold_count = o.at("untold").to_number<std::int64_t>();
    f.name = read_text(o, "name");
    f.query = read_text(o, "query");
    for (const auto& each : o.at("lots").as_array()) {
        const auto& lot = each.as_object();
        found_lot one;
        one.lot = read_id<lot_id>(lot.at("lot"));
        one.title = read_text(lot, "title");
        one.price = read_amount(lot, "price").value();
        f.lots.push_back(std::move(one));
    }
    return f;
}

event read(const boost::json::object& o) {
    event e;
    e.kind = read_kind(std::string_view(o.at("event").as_string()));
    e.account = read_id<account_id>(o.at("account"));
    e.lot = read_id<lot_id>(o.at("lot"));
    if (const auto* order = o.if_contains("order")) e.order = order->to_number<std::int64_t>();
    e.seq = o.at("seq").to_number<std::int64_t>();
    e.price = read_amount(o, "price");
    e.max = read_amount(o, "max");
    if (const auto ends_at = read_text(o, "ends_at"); !ends_at.empty()) {
        e.ends_at = parse_instant(ends_at);
        if (!e.ends_at) throw std::invalid_argument("news with a malformed time");
    }
    e.reason = read_text(o, "reason");
    if (const auto* found = o.if_contains("found")) e.found = read_findings(found->as_object());
    e.audit_head = read_text(o, "audit_head");
    return e;
}

}  // namespace

boost::json::object payload_of(std::span<const event> events) {
    boost::json::array all;
    all.reserve(events.size());
    for (const auto& each : events) all.push_back(written(each));
    boost::json::object payload;
    payload["events"] = std::move(all);
    return payload;
}

std::vector<event> read_events(const boost::json::object& payload) {
    std::vector<event> events;
    for (const auto& each : payload.at("events").as_array()) events.push_back(read(each.as_object()));
    return events;
}

void tell(pg::transaction& tx, std::span<const event> events) {
    for (; !events.empty(); events = events.subspan(std::min(events_max, events.size())))
        jobs::enqueue(tx, "notifications.events", payload_of(events.first(std::min(events_max, events.size()))));
}

}  // namespace gavel::news
