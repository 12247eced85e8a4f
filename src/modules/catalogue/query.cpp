#include "modules/catalogue/query.hpp"

#include "base/text.hpp"
#include "modules/catalogue/words.hpp"
#include "modules/lots/model.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <charconv>
#include <span>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;

constexpr std::size_t words_length_max = 100, cursor_length_max = 200;

// Reads parameters one by one and remembers what is wrong with them.
class reader {
public:
    explicit reader(const http::request& r) : request_(r) {}

    std::optional<std::string_view> text(std::string_view name) const {
        const auto value = request_.query(name);
        return value && !value->empty() ? value : std::nullopt;
    }

    std::optional<std::int64_t> integer(std::string_view name, std::int64_t min, std::int64_t max) {
        const auto value = text(name);
        if (!value) return std::nullopt;
        std::int64_t number = 0;
        const auto [end, problem] = std::from_chars(value->data(), value->data() + value->size(), number);
        if (problem == std::errc{} && end == value->data() + value->size() && number >= min && number <= max) return number;
        reject(name, "out_of_range", {{"min", min}, {"max", max}});
        return std::nullopt;
    }

    // The index of the value in `allowed`.
    std::optional<std::size_t> choice(std::string_view name, std::span<const std::string_view> allowed) {
        const auto value = text(name);
        if (!value) return std::nullopt;
        const auto found = std::find(allowed.begin(), allowed.end(), *value);
        if (found != allowed.end()) return static_cast<std::size_t>(found - allowed.begin());
        json::array names;
        for (const auto each : allowed) names.push_back(json::string(each));
        reject(name, "not_allowed", {{"allowed", std::move(names)}});
        return std::nullopt;
    }

    std::optional<list_position> list_cursor(char order) {
        const auto value = text("cursor");
        if (!value) return std::nullopt;
        auto last = read_list_cursor(order, *value);
        if (!last) reject("cursor", "malformed");
        return last;
    }

    std::optional<position> cursor(char order) {
        const auto value = text("cursor");
        if (!value) return std::nullopt;
        const auto last = value->size() <= cursor_length_max ? read_cursor(order, *value) : std::nullopt;
        if (!last) reject("cursor", "malformed");
        return last;
    }

    void reject(std::string_view name, std::string_view code, json::object more = {}) {
        more["field"] = name;
        more["code"] = code;
        errors_.push_back(std::move(more));
    }

    void finish() {
        if (!errors_.empty()) throw http::refusal(error(http::invalid_input, {{"errors", std::move(errors_)}}));
    }

private:
    const http::request& request_;
    json::array errors_;
};

bool is_category_id(std::string_view text) {
    return text.size() <= 40 &&
           std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<std::vector<std::string>> read_conditions(reader& from) {
    auto rest = from.text("condition");
    if (!rest) return std::nullopt;
    std::vector<std::string> chosen;
    while (!rest->empty()) {
        const auto comma = std::min(rest->find(','), rest->size());
        const auto name = rest->substr(0, comma);
        if (std::find(lots::condition_names.begin(), lots::condition_names.end(), name) == lots::condition_names.end() ||
            chosen.size() >= lots::condition_names.size()) {
            from.reject("condition", "not_allowed");
            return std::nullopt;
        }
        chosen.emplace_back(name);
        rest->remove_prefix(std::min(comma + 1, rest->size()));
    }
    return chosen;
}

}  // namespace

char list_query::order() const {
    switch (sort) {
        case list_sort::ending: return state == list_state::ended ? 'l' : 'e';
        case list_sort::newest: return 'n';
        case list_sort::price_asc: return 'a';
        case list_sort::price_desc: return 'd';
        case list_sort::bids: return 'b';
    }
    return 'e';
}

list_query read_list_query(const http::request& r) {
    reader from(r);
    list_query q;
    if (const auto typed = from.text("q")) {
        if (code_points(*typed) > words_length_max) from.reject("q", "too_long", {{"max", words_length_max}});
        else q.words = words_query(*typed);
    }
    if (const auto category = from.text("category")) {
        if (is_category_id(*category)) q.category = std::string(*category);
        else from.reject("category", "malformed");
    }
    if (const auto state = from.choice("state", list_state_names)) q.state = static_cast<list_state>(*state);
    q.conditions = read_conditions(from);
    q.min_price = from.integer("min_price", 0, price_filter_max);
    q.max_price = from.integer("max_price", 0, price_filter_max);
    if (const auto seller = from.text("seller")) {
        q.seller = account_id::parse(*seller);
        if (!q.seller) from.reject("seller", "malformed");
    }
    if (const auto sort = from.choice("sort", list_sort_names)) q.sort = static_cast<list_sort>(*sort);
    if (auto last = from.list_cursor(q.order())) {
        q.after = last->last;
        q.placed = std::move(last->placed);
    }
    q.limit = from.integer("limit", 1, limit_max).value_or(limit_default);
    from.finish();
    return q;
}

own_query read_own_query(const http::request& r, std::string_view filter, std::span<const std::string_view> allowed, char order) {
    reader from(r);
    own_query q;
    if (!filter.empty())
        if (const auto only = from.choice(filter, allowed)) q.only = std::string(allowed[*only]);
    q.after = from.cursor(order);
    q.limit = from.integer("limit", 1, limit_max).value_or(limit_default);
    from.finish();
    return q;
}

}  // namespace gavel::catalogue
