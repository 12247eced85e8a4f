#include "modules/accounts/attempts.hpp"

#include "base/random.hpp"

#include <algorithm>

namespace gavel::accounts {
namespace {

constexpr std::size_t token_characters = 43;  // 32 bytes in base64url

}  // namespace

std::string attempts_key(std::string_view what, std::string_view who) {
    return "gavel:attempts:" + std::string(what) + ":" + hex(sha256(who)).substr(0, 32);
}

bool is_token(std::string_view text) {
    return text.size() == token_characters && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
           });
}

}  // namespace gavel::accounts
