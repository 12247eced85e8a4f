#include "modules/searches/filter.hpp"

#include "modules/catalogue/list_address.hpp"
#include "modules/catalogue/query.hpp"
#include "platform/http/request.hpp"
#include "platform/http/url.hpp"

namespace gavel::searches {
namespace {

constexpr std::size_t pairs_max = 30;

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '~' ||
           c == ',';
}

void append_encoded(std::string& to, std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (is_unreserved(c)) to += c;
        else to.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
    }
}

bool is_kept(std::string_view name) { return name != "state" && name != "sort" && name != "cursor"; }

}  // namespace

filter read_filter(std::string_view query) {
    http::request asked;
    if (query.starts_with('?')) query.remove_prefix(1);
    if (!http::parse_query(query, pairs_max, asked.queries)) http::refuse_field("query", "malformed");
    http::request kept;
    filter f;
    for (const auto& [name, value] : catalogue::list_pairs(asked)) {
        if (!is_kept(name)) continue;
        f.query.append(f.query.empty() ? "" : "&").append(name).append("=");
        append_encoded(f.query, value);
        kept.queries.emplace_back(name, value);
    }
    if (f.query.empty()) http::refuse_field("query", "required");
    auto read = catalogue::read_list_query(kept);
    f.words = std::move(read.words);
    f.category = std::move(read.category);
    f.conditions = std::move(read.conditions);
    f.min_price = read.min_price;
    f.max_price = read.max_price;
    f.seller = read.seller;
    return f;
}

}  // namespace gavel::searches
