#include "modules/fees/rules.hpp"

#include <algorithm>

namespace gavel::fees {

namespace json = boost::json;

std::int64_t charge(const std::vector<band>& bands, std::int64_t price) {
    std::int64_t sum = 0;  // in hundredths of a per cent of a minor unit: at most 10^13 * 10^4
    for (std::size_t i = 0; i < bands.size() && bands[i].from < price; ++i) {
        const auto end = i + 1 < bands.size() ? std::min(bands[i + 1].from, price) : price;
        sum += (end - bands[i].from) * bands[i].points;
    }
    return (sum + 5000) / 10000;
}

json::array faults_of(const std::vector<band>& bands) {
    json::array faults;
    const auto add = [&](std::size_t i, std::string_view member, std::string_view code, json::object more = {}) {
        more["field"] = "bands." + std::to_string(i) + "." + std::string(member);
        more["code"] = code;
        faults.push_back(std::move(more));
    };
    if (bands.empty()) faults.push_back(json::object{{"field", "bands"}, {"code", "required"}});
    if (bands.size() > bands_max) faults.push_back(json::object{{"field", "bands"}, {"code", "too_long"}, {"max", bands_max}});
    for (std::size_t i = 0; i < bands.size() && faults.size() < 10; ++i) {
        const auto least = i == 0 ? 0 : bands[i - 1].from + 1;
        const auto most = i == 0 ? 0 : amount_max;
        if (bands[i].from < least || bands[i].from > most) add(i, "from", "out_of_range", {{"min", least}, {"max", most}});
        if (bands[i].points < 0 || bands[i].points > points_max) add(i, "basis_points", "out_of_range", {{"min", 0}, {"max", points_max}});
    }
    return faults;
}

const fee* fee_table::find(std::string_view kind, gavel::currency unit, instant at) const {
    const auto found = std::ranges::find_if(all_, [&](const fee& f) { return f.kind == kind && f.currency == unit && f.valid.holds(at); });
    return found == all_.end() ? nullptr : &*found;
}

std::vector<const fee*> fee_table::at(instant when) const {
    std::vector<const fee*> present;
    for (const auto& each : all_)
        if (each.valid.holds(when)) present.push_back(&each);
    return present;
}

money quote::total_with(const lots::shipping_choice& way) const {
    return {hammer.amount + premium.amount + (way.cost ? way.cost->amount : 0), hammer.currency};
}

quote quote_of(const fee* premium, money hammer, const std::vector<lots::shipping_choice>& ways,
               const std::optional<std::string>& delivery) {
    quote q;
    q.hammer = hammer;
    q.bands = premium ? premium->bands : std::vector<band>{{0, 0}};
    q.premium = {charge(q.bands, hammer.amount), hammer.currency};
    q.ways = ways;
    for (auto& each : q.ways)
        if (each.method == "pickup" && !each.cost) each.cost = money{0, hammer.currency};
    if (delivery) {
        const auto chosen = std::ranges::find(q.ways, *delivery, &lots::shipping_choice::method);
        if (chosen != q.ways.end()) q.shipping = chosen->cost;
    } else if (!q.ways.empty()) {
        const auto& first = q.ways.front().cost;
        if (std::ranges::all_of(q.ways, [&](const lots::shipping_choice& way) { return way.cost == first; })) q.shipping = first;
    }
    q.total = {hammer.amount + q.premium.amount + (q.shipping ? q.shipping->amount : 0), hammer.currency};
    return q;
}

placement place(const std::vector<fee>& of_kind, const period& wanted) {
    placement found;
    for (const auto& each : of_kind) {
        if (!each.valid.overlaps(wanted)) continue;
        if (each.valid.from >= wanted.from) {
            if (!found.in_the_way || each.valid.from < found.in_the_way->valid.from) found.in_the_way = &each;
            continue;
        }
        found.cut = &each;
        const auto until = each.valid.until;
        if (wanted.until && (!until || *wanted.until < *until)) found.goes_on = period(*wanted.until, until);
    }
    return found;
}

}  // namespace gavel::fees
