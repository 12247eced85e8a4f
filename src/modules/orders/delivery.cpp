#include "modules/orders/delivery.hpp"

#include "base/language.hpp"
#include "modules/lots/model.hpp"
#include "platform/http/form.hpp"

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <span>

namespace gavel::orders {
namespace {

constexpr std::array<std::string_view, 3> anywhere{"branch", "locker", "door"};
constexpr std::array<std::string_view, 2> post_places{"branch", "door"};
constexpr std::array<std::string_view, 1> door_only{"door"};

std::span<const std::string_view> places_of(std::string_view method) {
    if (method == "nova_poshta" || method == "meest") return anywhere;
    if (method == "ukrposhta") return post_places;
    if (method == "courier") return door_only;
    return {};
}

bool all_digits(std::string_view s) {
    return std::ranges::all_of(s, [](char c) { return c >= '0' && c <= '9'; });
}

void require(http::form& f, std::string_view field, bool there) {
    if (!there && !f.has(field)) f.reject(field, "required");
}

void reject_place(http::form& f, std::string_view code, std::span<const std::string_view> allowed_places) {
    boost::json::array names;
    for (const auto each : allowed_places) names.emplace_back(each);
    f.reject("to", code, {{"allowed", std::move(names)}});
}

void judge_place(http::form& f, const delivery& d) {
    const auto allowed_places = places_of(d.method);
    if (d.method == "pickup") {
        if (d.place) f.reject("to", "not_allowed", {{"allowed", boost::json::array()}});
        return;
    }
    if (!d.place) {
        if (!f.has("to")) reject_place(f, "required", allowed_places);
    } else if (std::ranges::find(allowed_places, *d.place) == allowed_places.end()) {
        reject_place(f, "not_allowed", allowed_places);
    }
    require(f, "city", d.city.has_value());
    if (d.place == "door") require(f, "street", d.street.has_value());
    const bool numbered = d.place == "branch" || d.place == "locker";
    const bool has_numbers = d.method == "nova_poshta" || d.method == "meest";
    if (numbered && has_numbers) require(f, "point", d.point.has_value());
    if (d.method == "ukrposhta") require(f, "postcode", d.postcode.has_value());
}

}  // namespace

std::optional<std::string> parse_phone(std::string_view written) {
    std::string digits;
    const bool plus = written.starts_with('+');
    for (const char c : written.substr(plus ? 1 : 0)) {
        if (c >= '0' && c <= '9') digits += c;
        else if (c != ' ' && c != '-' && c != '(' && c != ')') return std::nullopt;
    }
    if (!plus && digits.size() == 10 && digits.front() == '0') digits = "38" + digits;
    if (!plus && digits.size() == 9 && digits.front() != '0') digits = "380" + digits;
    const bool ukrainian = digits.starts_with("380");
    if (ukrainian ? digits.size() != 12 : !plus || digits.size() < 9 || digits.size() > 15 || digits.front() == '0') return std::nullopt;
    return "+" + digits;
}

delivery read_delivery(http::form& f) {
    delivery d;
    d.method = f.required_choice("method", lots::shipping_names);
    d.place = f.choice("to", place_names);
    d.recipient = f.required_text("recipient", 3, 100);
    const auto phone = f.required_text("phone", 7, 22);
    d.city = f.text("city", 2, 80);
    d.point = f.text("point", 1, 20);
    d.street = f.text("street", 3, 160);
    d.postcode = f.text("postcode", 5, 5);
    d.note = f.text("note", 1, 300);
    if (!phone.empty()) {
        const auto good = parse_phone(phone);
        if (good) d.phone = *good;
        else f.reject("phone", "malformed", {{"example", "+380671234567"}});
    }
    if (d.postcode && !all_digits(*d.postcode)) f.reject("postcode", "malformed", {{"example", "01001"}});
    if (!d.method.empty()) judge_place(f, d);
    if (d.method == "pickup") d.city = d.point = d.street = d.postcode = std::nullopt;
    return d;
}

boost::json::object to_json(const delivery& d) {
    boost::json::object o;
    const auto add = [&](const char* name, const std::optional<std::string>& value) {
        if (value) o[name] = *value;
    };
    o["method"] = d.method;
    add("to", d.place);
    o["recipient"] = d.recipient;
    o["phone"] = d.phone;
    add("city", d.city);
    add("point", d.point);
    add("street", d.street);
    add("postcode", d.postcode);
    add("note", d.note);
    return o;
}

std::string address_line(const delivery& d, std::string_view language_code) {
    constexpr translated branch{"відділення", "branch", "отделение"}, locker{"поштомат", "parcel locker", "почтомат"},
        pickup{"самовивіз", "pick-up", "самовывоз"};
    const auto lang = parse_language(language_code).value_or(default_language);
    if (d.method == "pickup") return std::string(pickup.in(lang));
    std::string text;
    const auto add = [&](std::string_view part) { text += (text.empty() ? "" : ", ") + std::string(part); };
    if (d.postcode) add(*d.postcode);
    if (d.city) add(*d.city);
    if (d.street && d.place == "door") add(*d.street);
    if (d.point && d.place != "door") add(std::string((d.place == "locker" ? locker : branch).in(lang)) + " " + *d.point);
    return text;
}

std::string tracking_url(std::string_view carrier, std::string_view number) {
    if (number.empty()) return {};
    if (carrier == "nova_poshta") return "https://novaposhta.ua/tracking/" + std::string(number);
    if (carrier == "ukrposhta") return "https://track.ukrposhta.ua/tracking_UA.html?barcode=" + std::string(number);
    if (carrier == "meest") return "https://t.meest-group.com/" + std::string(number);
    return {};
}

bool needs_tracking(std::string_view method) { return method != "pickup" && method != "courier"; }

}  // namespace gavel::orders
