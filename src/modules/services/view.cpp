#include "modules/services/view.hpp"

#include "base/json_or_null.hpp"
#include "modules/services/rules.hpp"

namespace gavel::services {
namespace {

namespace json = boost::json;

json::value count_or_null(bool there, std::int64_t n) { return there ? json::value(n) : json::value(nullptr); }

}  // namespace

json::object to_json(const offer& o, money price) {
    const bool promotes = o.sort == sort::promotion;
    json::object out;
    out["service"] = o.name;
    out["sort"] = promotes ? "promotion" : "package";
    out["price"] = gavel::to_json(price);
    out["days"] = count_or_null(promotes, o.days);
    out["listings"] = count_or_null(!promotes, o.listings);
    return out;
}

json::object to_json(const purchase& p, instant now) {
    json::object out;
    out["id"] = p.id.text();
    out["subject"] = p.subject();
    out["service"] = p.service;
    out["lot"] = nullptr;
    if (p.lot) out["lot"] = json::object{{"id", p.lot->text()}, {"title", p.lot_title.value_or("")}};
    out["price"] = gavel::to_json(p.price);
    out["state"] = to_string(seen_state(p, now));
    out["active"] = is_active(p, now);
    out["paid_from"] = nullptr;
    if (p.paid_from) out["paid_from"] = to_string(*p.paid_from);
    out["created_at"] = format_instant(p.created_at);
    out["pay_until"] = format_instant(p.pay_until);
    out["paid_at"] = or_null(p.paid_at);
    // Of a lot that was taken back they follow from when it is published again.
    const bool known = p.lot_state != lots::lot_state::draft;
    out["begins_at"] = or_null(known ? p.begins_at : std::nullopt);
    out["expires_at"] = or_null(known ? p.expires_at : std::nullopt);
    out["listings"] = count_or_null(p.is_package(), p.listings);
    out["listings_left"] = count_or_null(p.is_package(), p.listings - p.listings_used);
    out["returnable"] = is_returnable(p, now);
    return out;
}

}  // namespace gavel::services
