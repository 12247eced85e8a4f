#include "modules/accounts/email.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace gavel::accounts {
namespace {

constexpr std::size_t email_bytes_max = 254, local_bytes_max = 64, label_bytes_max = 63;

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_local(std::string_view part) {
    constexpr std::string_view also = "!#$%&'*+-/=?^_`{|}~.";
    if (part.empty() || part.size() > local_bytes_max || part.starts_with('.') || part.ends_with('.')) return false;
    if (part.find("..") != std::string_view::npos) return false;
    return std::ranges::all_of(part, [&](char c) { return is_letter_or_digit(c) || also.find(c) != std::string_view::npos; });
}

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > label_bytes_max || label.starts_with('-') || label.ends_with('-')) return false;
    return std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
    int labels = 0;
    std::string_view last;
    while (true) {
        const auto dot = domain.find('.');
        last = domain.substr(0, dot);
        if (!is_label(last)) return false;
        ++labels;
        if (dot == std::string_view::npos) break;
        domain.remove_prefix(dot + 1);
    }
    const bool numeric = std::ranges::all_of(last, [](char c) { return c >= '0' && c <= '9'; });
    return labels >= 2 && !numeric;
}

}  // namespace

std::optional<std::string> normalise_email(std::string_view text) {
    auto email = trimmed(text);
    if (email.size() > email_bytes_max) return std::nullopt;
    std::ranges::transform(email, email.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    const auto at = email.find('@');
    if (at == std::string::npos) return std::nullopt;
    const auto whole = std::string_view(email);
    if (!is_local(whole.substr(0, at)) || !is_domain(whole.substr(at + 1))) return std::nullopt;
    return email;
}

}  // namespace gavel::accounts
