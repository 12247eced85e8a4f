#include "modules/lots/rules.hpp"

#include "platform/http/problems.hpp"

namespace gavel::lots {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

json::object fault(std::string_view field, std::string_view code) { return {{"field", field}, {"code", code}}; }

void judge_amount(json::array& faults, std::string_view field, const std::optional<money>& amount, std::int64_t granularity) {
    if (!amount) return;
    if (amount->currency != currency{}) {
        auto why = fault(field, "not_allowed");
        why["allowed"] = json::array{json::string(currency{}.code())};
        faults.push_back(std::move(why));
    } else if (amount->amount % granularity != 0) {
        auto why = fault(field, "not_a_multiple");
        why["of"] = granularity;
        faults.push_back(std::move(why));
    }
}

std::optional<std::string_view> length_fault(instant from, instant to) {
    if (to <= from) return "ends_before_start";
    if (to - from < seconds(duration_min_s)) return "too_short";
    if (to - from > seconds(duration_max_s)) return "too_long";
    return std::nullopt;
}

std::unexpected<error> refuse_field(std::string_view field, std::string_view code) {
    return refuse(http::invalid_input, {{"errors", json::array{fault(field, code)}}});
}

}  // namespace

bool edit::changes_content() const {
    return title.given || description.given || category.given || condition.given || location.given || shipping.given || start_price.given ||
           reserve_price.given || starts_at.given || ends_at.given || duration_s.given;
}

content merged(content c, const edit& e) {
    e.title.apply(c.title);
    e.description.apply(c.description);
    e.category.apply(c.category);
    e.condition.apply(c.condition);
    e.location.apply(c.location);
    if (e.shipping.given) c.shipping = e.shipping.value.value_or(std::vector<shipping_choice>{});
    e.start_price.apply(c.start_price);
    e.reserve_price.apply(c.reserve_price);
    e.starts_at.apply(c.starts_at);
    e.duration_s.apply(c.duration_s);
    e.ends_at.apply(c.ends_at);
    if (e.duration_s.value && !e.ends_at.value) c.ends_at.reset();
    if (e.ends_at.value && !e.duration_s.value) c.duration_s.reset();
    return c;
}

json::array faults_of(const content& c, std::int64_t granularity) {
    json::array faults;
    judge_amount(faults, "start_price", c.start_price, granularity);
    judge_amount(faults, "reserve_price", c.reserve_price, granularity);
    if (c.start_price && c.reserve_price && c.reserve_price->amount <= c.start_price->amount) {
        auto why = fault("reserve_price", "out_of_range");
        why["min"] = c.start_price->amount + granularity;
        faults.push_back(std::move(why));
    }
    for (std::size_t i = 0; i < c.shipping.size(); ++i) {
        judge_amount(faults, "shipping", c.shipping[i].cost, granularity);
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            if (c.shipping[earlier].method == c.shipping[i].method) faults.push_back(fault("shipping", "duplicate"));
    }
    if (c.duration_s && c.ends_at) faults.push_back(fault("duration_s", "not_allowed"));
    if (c.starts_at && c.ends_at)
        if (const auto code = length_fault(*c.starts_at, *c.ends_at)) faults.push_back(fault("ends_at", *code));
    return faults;
}

std::vector<std::string_view> missing_of(const content& c) {
    std::vector<std::string_view> missing;
    if (!c.title) missing.push_back("title");
    if (!c.description) missing.push_back("description");
    if (!c.category) missing.push_back("category_id");
    if (!c.condition) missing.push_back("condition");
    if (!c.location) missing.push_back("location");
    if (c.shipping.empty()) missing.push_back("shipping");
    if (!c.start_price) missing.push_back("start_price");
    if (!c.duration_s && !c.ends_at) missing.push_back("duration");
    return missing;
}

result<schedule> schedule_at(const content& c, instant now) {
    if (c.starts_at && *c.starts_at <= now) return refuse_field("starts_at", "in_the_past");
    if (c.starts_at && *c.starts_at - now > seconds(start_ahead_max_s)) return refuse_field("starts_at", "too_far_ahead");
    const auto starts_at = c.starts_at.value_or(now);
    const auto ends_at = c.ends_at ? *c.ends_at : starts_at + seconds(c.duration_s.value_or(0));
    if (const auto code = length_fault(starts_at, ends_at)) return refuse_field(c.ends_at ? "ends_at" : "duration_s", *code);
    return schedule{starts_at, ends_at};
}

}  // namespace gavel::lots
