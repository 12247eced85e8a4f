#include "modules/catalogue/list_address.hpp"

#include "base/text.hpp"
#include "modules/catalogue/query.hpp"
#include "modules/lots/model.hpp"

#include <algorithm>

namespace gavel::catalogue {
namespace {

bool is_among(std::span<const std::string_view> names, std::string_view text) { return std::ranges::find(names, text) != names.end(); }

bool all_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == text.npos; }

std::string_view without_leading_zeros(std::string_view digits) {
    const auto first = digits.find_first_not_of('0');
    return first == digits.npos ? digits.substr(0, 1) : digits.substr(first);
}

// In the order of the list of conditions, whatever order the address has.
std::string conditions_in_order(std::string_view given) {
    std::string ordered;
    for (const auto name : lots::condition_names)
        for (auto rest = given; !rest.empty();) {
            const auto comma = std::min(rest.find(','), rest.size());
            if (rest.substr(0, comma) == name) {
                ordered.append(ordered.empty() ? "" : ",").append(name);
                break;
            }
            rest.remove_prefix(std::min(comma + 1, rest.size()));
        }
    return ordered;
}

}  // namespace

query_pairs list_pairs(const http::request& r) {
    const auto given = [&](std::string_view name) {
        std::string found;
        int times = 0;
        for (const auto& [key, value] : r.queries)
            if (key == name) ++times, found = value;
        return times == 1 ? trimmed(found) : std::string();
    };
    query_pairs pairs;
    const auto add = [&](const char* name, std::string value, bool wanted) {
        if (wanted && !value.empty()) pairs.emplace_back(name, std::move(value));
    };
    add("q", first_code_points(given("q"), 100), true);
    const auto category = given("category");
    add("category", category,
        category.size() <= 40 && category.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == category.npos);
    const auto state = given("state");
    add("state", state, state != "running" && is_among(list_state_names, state));
    add("condition", conditions_in_order(given("condition")), true);
    for (const auto* name : {"min_price", "max_price"}) {
        const auto price = given(name);
        add(name, std::string(without_leading_zeros(price)), all_digits(price) && price.size() <= 15);
    }
    const auto seller = given("seller");
    add("seller", seller, account_id::parse(seller).has_value());
    const auto sort = given("sort");
    add("sort", sort, sort != "ending" && is_among(list_sort_names, sort));
    const auto cursor = given("cursor");
    add("cursor", cursor, cursor.size() <= 200);
    return pairs;
}

std::string_view value_of(const query_pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs)
        if (key == name) return value;
    return {};
}

}  // namespace gavel::catalogue
