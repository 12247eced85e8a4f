#include "modules/catalogue/cursor.hpp"

#include <array>
#include <charconv>

namespace gavel::catalogue {
namespace {

constexpr int digits_base = 36;

void append(std::string& to, std::int64_t value) {
    std::array<char, 16> digits{};
    const auto [end, problem] = std::to_chars(digits.data(), digits.data() + digits.size(), value, digits_base);
    to.append(digits.data(), end);
}

}  // namespace

std::string write_cursor(char order, position last) {
    std::string text(1, order);
    append(text, last.key);
    text += '.';
    append(text, last.lot);
    return text;
}

std::optional<position> read_cursor(char order, std::string_view text) {
    position last;
    if (text.size() < 4 || text.size() > 32 || text.front() != order) return std::nullopt;
    const auto* end = text.data() + text.size();
    const auto key = std::from_chars(text.data() + 1, end, last.key, digits_base);
    if (key.ec != std::errc{} || key.ptr == end || *key.ptr != '.') return std::nullopt;
    const auto lot = std::from_chars(key.ptr + 1, end, last.lot, digits_base);
    if (lot.ec != std::errc{} || lot.ptr != end || last.key < 0 || last.lot < 1) return std::nullopt;
    if (write_cursor(order, last) != text) return std::nullopt;  // one meaning, one spelling
    return last;
}

}  // namespace gavel::catalogue
