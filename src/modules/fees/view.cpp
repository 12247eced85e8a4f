#include "modules/fees/view.hpp"

#include <boost/json/array.hpp>

namespace gavel::fees {
namespace {

namespace json = boost::json;

json::array bands_json(const std::vector<band>& bands) {
    json::array all;
    for (const auto& each : bands) all.push_back(json::object{{"from", each.from}, {"basis_points", each.points}});
    return all;
}

std::string_view state_of(const period& valid, instant now) {
    if (valid.until && *valid.until <= now) return "past";
    return valid.from <= now ? "present" : "planned";
}

}  // namespace

json::object to_json(const fee& f) {
    json::object o;
    o["kind"] = f.kind;
    o["amount"] = nullptr;
    o["bands"] = nullptr;
    if (is_by_bands(f.kind)) o["bands"] = bands_json(f.bands);
    else o["amount"] = gavel::to_json(money{f.amount, f.currency});
    o["currency"] = f.currency.code();
    // The first row of a kind has applied since ever: nobody set when it begins.
    o["valid_from"] = nullptr;
    if (f.valid.from != instant()) o["valid_from"] = format_instant(f.valid.from);
    o["valid_until"] = nullptr;
    if (f.valid.until) o["valid_until"] = format_instant(*f.valid.until);
    return o;
}

json::object to_json(const fee_entry& e, instant now) {
    auto o = to_json(e.what);
    o["id"] = e.what.id.text();
    o["state"] = state_of(e.what.valid, now);
    o["note"] = nullptr;
    if (e.note) o["note"] = *e.note;
    o["set_by"] = nullptr;
    if (e.set_by) o["set_by"] = json::object{{"id", e.set_by->text()}, {"display_name", e.set_by_name.value_or("")}};
    o["set_at"] = format_instant(e.set_at);
    return o;
}

json::object to_json(const quote& q) {
    json::array ways;
    for (const auto& each : q.ways)
        ways.push_back(
            json::object{{"method", each.method}, {"cost", gavel::to_json(each.cost)}, {"total", gavel::to_json(q.total_with(each))}});
    json::object o;
    o["hammer"] = gavel::to_json(q.hammer);
    o["premium"] = gavel::to_json(q.premium);
    o["premium_bands"] = bands_json(q.bands);
    o["shipping"] = gavel::to_json(q.shipping);
    o["total"] = gavel::to_json(q.total);
    o["deliveries"] = std::move(ways);
    return o;
}

}  // namespace gavel::fees
