#include "platform/http/header_table.hpp"

#include "platform/http/ascii.hpp"

#include <algorithm>

namespace gavel::http {

void header_table::clear() {
    text_.clear();
    entries_.clear();
}

void header_table::add(std::string_view name, std::string_view value) {
    entry e{};
    e.name = static_cast<std::uint32_t>(text_.size());
    e.name_size = static_cast<std::uint32_t>(name.size());
    for (const char c : name) text_.push_back(to_lower(c));
    e.value = static_cast<std::uint32_t>(text_.size());
    e.value_size = static_cast<std::uint32_t>(value.size());
    text_.append(value);
    entries_.push_back(e);
}

std::pair<std::string_view, std::string_view> header_table::operator[](std::size_t index) const {
    const auto& e = entries_[index];
    const std::string_view all = text_;
    return {all.substr(e.name, e.name_size), all.substr(e.value, e.value_size)};
}

std::optional<std::string_view> header_table::find(std::string_view name) const {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        if (entries_[i].name_size != name.size()) continue;
        const auto [known, value] = (*this)[i];
        if (iequals(known, name)) return value;
    }
    return std::nullopt;
}

}  // namespace gavel::http
