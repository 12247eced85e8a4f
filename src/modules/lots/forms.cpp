#include "modules/lots/forms.hpp"

#include "base/json_or_null.hpp"
#include "modules/lots/markdown.hpp"
#include "platform/http/form.hpp"
#include "platform/http/request.hpp"

namespace gavel::lots {
namespace {

namespace json = boost::json;

std::optional<shipping_choice> read_choice(const json::value& item) {
    if (!item.is_object()) return std::nullopt;
    http::form f(item.as_object());
    auto method = f.choice("method", shipping_names);
    auto cost = f.amount("cost", 0);
    if (!method) return std::nullopt;
    try {
        f.finish();
    } catch (const http::refusal&) {
        return std::nullopt;  // the whole list is named as the field at fault
    }
    return shipping_choice{std::move(*method), cost};
}

std::optional<std::vector<shipping_choice>> read_shipping(http::form& f) {
    const auto items = f.list("shipping", shipping_names.size());
    if (!items) return std::nullopt;
    std::vector<shipping_choice> choices;
    for (const auto& item : *items) {
        auto choice = read_choice(item);
        if (!choice) {
            f.reject("shipping", "malformed");
            return std::nullopt;
        }
        choices.push_back(std::move(*choice));
    }
    return choices;
}

json::object category_json(const category& c) {
    json::array children;
    for (const auto& child : c.children) children.push_back(category_json(child));
    return {{"id", c.id}, {"names", {{"uk", c.uk}, {"en", c.en}, {"ru", c.ru}}}, {"children", std::move(children)}};
}

}  // namespace

edit read_edit(json::object body) {
    http::form f(std::move(body));
    edit e;
    e.title = {f.has("title"), f.text("title", title_min, title_max)};
    e.description = {f.has("description"), f.text("description", 1, description_max, true)};
    e.addition = f.text("description_addition", 1, addition_max, true);
    e.category = {f.has("category_id"), f.text("category_id", 1, 40)};
    e.condition = {f.has("condition"), f.choice("condition", condition_names)};
    e.location = {f.has("location"), f.text("location", location_min, location_max)};
    e.shipping = {f.has("shipping"), read_shipping(f)};
    e.start_price = {f.has("start_price"), f.amount("start_price")};
    e.reserve_price = {f.has("reserve_price"), f.amount("reserve_price")};
    e.buy_now_price = {f.has("buy_now_price"), f.amount("buy_now_price")};
    e.step = {f.has("step"), f.amount("step")};
    e.starts_at = {f.has("starts_at"), f.moment("starts_at")};
    e.duration_s = {f.has("duration_s"), f.integer("duration_s", duration_min_s, duration_max_s)};
    e.ends_at = {f.has("ends_at"), f.moment("ends_at")};
    f.finish();
    return e;
}

json::value to_json(const std::vector<shipping_choice>& choices) {
    json::array list;
    for (const auto& each : choices) list.push_back(json::object{{"method", each.method}, {"cost", gavel::to_json(each.cost)}});
    return list;
}

json::object to_json(const own_lot& own) {
    const auto& l = own.lot;
    const auto& c = l.content;
    json::array missing;
    for (const auto field : missing_of(c)) missing.push_back(json::string(field));
    auto ends_at = c.ends_at;
    if (l.published && !ends_at && c.starts_at && c.duration_s) ends_at = *c.starts_at + std::chrono::seconds(*c.duration_s);
    auto description = c.description;
    if (description) description = joined_description(*description, l.additions);
    return {
        {"id", l.id.text()},
        {"state", json::string(to_string(own.state))},
        {"title", or_null(c.title)},
        {"description", or_null(description)},
        {"category_id", or_null(c.category)},
        {"condition", or_null(c.condition)},
        {"location", or_null(c.location)},
        {"shipping", to_json(c.shipping)},
        {"start_price", gavel::to_json(c.start_price)},
        {"reserve_price", gavel::to_json(c.reserve_price)},
        {"buy_now_price", gavel::to_json(c.buy_now_price)},
        {"step", gavel::to_json(c.step)},
        {"starts_at", or_null(c.starts_at)},
        {"duration_s", or_null(c.duration_s)},
        {"ends_at", or_null(ends_at)},
        {"missing", std::move(missing)},
        {"relist_of", l.relist_of ? json::value(l.relist_of->text()) : json::value(nullptr)},
        {"created_at", format_instant(l.created_at)},
        {"updated_at", format_instant(l.updated_at)},
    };
}

json::object to_json(const std::vector<category>& tree) {
    json::array items;
    for (const auto& each : tree) items.push_back(category_json(each));
    return {{"items", std::move(items)}};
}

}  // namespace gavel::lots
