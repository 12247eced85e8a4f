#include "modules/lots/rules.hpp"

#include "base/text.hpp"
#include "modules/lots/errors.hpp"
#include "platform/http/problems.hpp"

#include <algorithm>

namespace gavel::lots {
namespace {

namespace json = boost::json;
using std::chrono::seconds;

std::int64_t rounded_up(std::int64_t amount, std::int64_t granularity) { return (amount + granularity - 1) / granularity * granularity; }

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

void judge_prices(json::array& faults, const content& c, std::int64_t granularity) {
    if (c.start_price && c.reserve_price && c.reserve_price->amount <= c.start_price->amount) {
        auto why = fault("reserve_price", "out_of_range");
        why["min"] = c.start_price->amount + granularity;
        faults.push_back(std::move(why));
    }
    if (const auto least = buy_now_min(c, granularity); c.buy_now_price && c.buy_now_price->amount < least) {
        auto why = fault("buy_now_price", "out_of_range");
        why["min"] = least;
        faults.push_back(std::move(why));
    }
}

void judge_step(json::array& faults, const content& c, std::int64_t granularity, const std::optional<step_bounds>& steps) {
    if (!c.step || !steps) return;
    const auto least = rounded_up(steps->min, granularity);
    if (c.step->amount >= least && c.step->amount <= steps->max) return;
    auto why = fault("step", "out_of_range");
    why["min"] = least;
    why["max"] = steps->max;
    faults.push_back(std::move(why));
}

std::optional<std::string_view> length_fault(instant from, instant to) {
    if (to <= from) return "ends_before_start";
    if (to - from < seconds(duration_min_s)) return "too_short";
    if (to - from > seconds(duration_max_s)) return "too_long";
    return std::nullopt;
}

}  // namespace

std::unexpected<error> refuse_field(std::string_view field, std::string_view code) {
    return refuse(http::invalid_input, {{"errors", json::array{fault(field, code)}}});
}

bool edit::changes_content() const {
    return title.given || description.given || category.given || condition.given || location.given || shipping.given || start_price.given ||
           reserve_price.given || buy_now_price.given || step.given || starts_at.given || ends_at.given || duration_s.given;
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
    e.buy_now_price.apply(c.buy_now_price);
    e.step.apply(c.step);
    e.starts_at.apply(c.starts_at);
    e.duration_s.apply(c.duration_s);
    e.ends_at.apply(c.ends_at);
    if (e.duration_s.value && !e.ends_at.value) c.ends_at.reset();
    if (e.ends_at.value && !e.duration_s.value) c.duration_s.reset();
    return c;
}

std::vector<std::string> changed_fields(const content& before, const content& after) {
    std::vector<std::string> names;
    const auto compare = [&](const char* name, const auto content::*member) {
        if (!(before.*member == after.*member)) names.emplace_back(name);
    };
    compare("title", &content::title);
    compare("description", &content::description);
    compare("category_id", &content::category);
    compare("condition", &content::condition);
    compare("location", &content::location);
    compare("shipping", &content::shipping);
    compare("start_price", &content::start_price);
    compare("reserve_price", &content::reserve_price);
    compare("buy_now_price", &content::buy_now_price);
    compare("step", &content::step);
    compare("starts_at", &content::starts_at);
    compare("duration_s", &content::duration_s);
    compare("ends_at", &content::ends_at);
    return names;
}

std::int64_t buy_now_min(const content& c, std::int64_t granularity) {
    std::int64_t least = granularity;
    if (c.start_price) least = rounded_up((c.start_price->amount * 13 + 9) / 10, granularity);
    if (c.reserve_price) least = std::max(least, c.reserve_price->amount + granularity);
    return least;
}

json::array faults_of(const content& c, std::int64_t granularity, const std::optional<step_bounds>& steps) {
    json::array faults;
    judge_amount(faults, "start_price", c.start_price, granularity);
    judge_amount(faults, "reserve_price", c.reserve_price, granularity);
    judge_amount(faults, "buy_now_price", c.buy_now_price, granularity);
    judge_amount(faults, "step", c.step, granularity);
    judge_prices(faults, c, granularity);
    judge_step(faults, c, granularity, steps);
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

result<void> require_complete(const content& c) {
    const auto missing = missing_of(c);
    if (missing.empty()) return {};
    json::array names, errors;
    for (const auto field : missing) {
        names.push_back(json::string(field));
        errors.push_back(fault(field == "duration" ? "duration_s" : field, "required"));
    }
    return refuse(incomplete_lot, {{"missing", std::move(names)}, {"errors", std::move(errors)}});
}

result<schedule> schedule_at(const content& c, instant now) {
    if (c.starts_at && *c.starts_at <= now) return refuse_field("starts_at", "in_the_past");
    if (c.starts_at && *c.starts_at - now > seconds(start_ahead_max_s)) return refuse_field("starts_at", "too_far_ahead");
    const auto starts_at = c.starts_at.value_or(now);
    const auto ends_at = c.ends_at ? *c.ends_at : starts_at + seconds(c.duration_s.value_or(0));
    if (const auto code = length_fault(starts_at, ends_at)) return refuse_field(c.ends_at ? "ends_at" : "duration_s", *code);
    return schedule{starts_at, ends_at};
}

result<schedule> reschedule(const content& before, const content& after, instant ends_at) {
    if (after.starts_at != before.starts_at) return refuse_field("starts_at", "not_allowed");
    const auto starts_at = before.starts_at.value();
    if (after.ends_at == before.ends_at && after.duration_s == before.duration_s) return schedule{starts_at, ends_at};
    const auto field = after.ends_at ? "ends_at" : "duration_s";
    const auto wanted = after.ends_at ? *after.ends_at : starts_at + seconds(after.duration_s.value_or(0));
    if (wanted < ends_at) return refuse_field(field, "ends_earlier");
    if (const auto code = length_fault(starts_at, wanted)) return refuse_field(field, *code);
    return schedule{starts_at, wanted};
}

content relisted(const lot& ended) {
    auto c = ended.content;
    for (const auto& each : ended.additions) *c.description += "\n\n" + each.text;
    if (c.description) c.description = first_code_points(*c.description, description_max);
    if (c.ends_at) {
        const auto ran = std::chrono::duration_cast<seconds>(*c.ends_at - c.starts_at.value()).count();
        c.duration_s = std::clamp(ran, duration_min_s, duration_max_s);
    }
    c.starts_at.reset();
    c.ends_at.reset();
    return c;
}

}  // namespace gavel::lots
