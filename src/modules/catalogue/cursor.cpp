#include "modules/catalogue/cursor.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gavel::catalogue {
namespace {

constexpr int digits_base = 36;
constexpr std::size_t cursor_max = 200;

void append(std::string& to, std::int64_t value) {
    std::array<char, 16> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), value, digits_base);
    to.append(digits.data(), end);
}

}  // namespace

std::string write_cursor(char order, position last) { return write_list_cursor(order, last, {}); }

std::optional<position> read_cursor(char order, std::string_view text) {
    const auto read = read_list_cursor(order, text);
    if (!read || !read->placed.empty()) return std::nullopt;
    return read->last;
}

std::string write_list_cursor(char order, position last, const std::vector<std::int64_t>& placed) {
    std::string text(1, order);
    append(text, last.key);
    text += '.';
    append(text, last.lot);
    for (const auto lot : placed) {
        text += '.';
        append(text, lot);
    }
    return text;
}

std::optional<list_position> read_list_cursor(char order, std::string_view text) {
    if (text.size() < 4 || text.size() > cursor_max || text.front() != order) return std::nullopt;
    std::vector<std::int64_t> numbers;
    const auto* end = text.data() + text.size();
    for (const auto* at = text.data() + 1;; ++at) {
        std::int64_t number = 0;
        const auto read = std::from_chars(at, end, number, digits_base);
        if (read.ec != std::errc{} || numbers.size() > places_max + 1) return std::nullopt;
        numbers.push_back(number);
        at = read.ptr;
        if (at == end) break;
        if (*at != '.') return std::nullopt;
    }
    if (numbers.size() < 2 || numbers[0] < 0 || std::any_of(numbers.begin() + 1, numbers.end(), [](auto n) { return n < 1; }))
        return std::nullopt;
    list_position place{{numbers[0], numbers[1]}, {numbers.begin() + 2, numbers.end()}};
    if (write_list_cursor(order, place.last, place.placed) != text) return std::nullopt;  // one meaning, one spelling
    return place;
}

}  // namespace gavel::catalogue
