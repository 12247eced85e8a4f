#include "modules/mail/links.hpp"

#include "base/random.hpp"

#include <algorithm>

namespace gavel::mail {
namespace {

constexpr std::size_t mark_characters = 32;  // hexadecimal: 128 bits
constexpr std::size_t token_characters_max = 120;
constexpr std::string_view letters_purpose = "letters";

std::string mark_of(const link_key& key, std::string_view purpose, std::string_view text) {
    const std::string_view secret(reinterpret_cast<const char*>(key.data()), key.size());
    return hex(hmac_sha256(secret, std::string(purpose) + ":" + std::string(text))).substr(0, mark_characters);
}

// As long for a wrong guess as for a nearly right one.
bool same(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    unsigned differing = 0;
    for (std::size_t i = 0; i < a.size(); ++i) differing |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return differing == 0;
}

}  // namespace

std::string seal(const link_key& key, std::string_view purpose, std::string_view text) {
    return std::string(text) + "." + mark_of(key, purpose, text);
}

std::optional<std::string> unseal(const link_key& key, std::string_view purpose, std::string_view sealed) {
    const auto last = sealed.rfind('.');
    if (sealed.size() > token_characters_max || last == std::string_view::npos) return std::nullopt;
    const auto text = sealed.substr(0, last);
    if (!same(sealed.substr(last + 1), mark_of(key, purpose, text))) return std::nullopt;
    return std::string(text);
}

std::string sign(const link_key& key, const reader_token& t) { return seal(key, letters_purpose, t.account.text() + "." + t.letter); }

std::optional<reader_token> verify(const link_key& key, std::string_view token) {
    const auto text = unseal(key, letters_purpose, token);
    if (!text) return std::nullopt;
    const auto dot = text->find('.');
    const auto account = account_id::parse(std::string_view(*text).substr(0, dot));
    if (!account || dot == std::string::npos) return std::nullopt;
    return reader_token{*account, text->substr(dot + 1)};
}

}  // namespace gavel::mail
