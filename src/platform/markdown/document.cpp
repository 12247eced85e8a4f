#include "platform/markdown/document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace gavel::markdown {
namespace {

bool starts_with_any_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(), [](char want, char got) {
               return want == (got >= 'A' && got <= 'Z' ? static_cast<char>(got + 32) : got);
           });
}

bool is_allowed_address(std::string_view url) {
    return starts_with_any_case(url, "http://") || starts_with_any_case(url, "https://") || starts_with_any_case(url, "mailto:");
}

}  // namespace

void release::operator()(cmark_node* n) const { cmark_node_free(n); }
void release::operator()(cmark_iter* i) const { cmark_iter_free(i); }
void release::operator()(char* text) const { std::free(text); }

document parse(std::string_view text) {
    return document(cmark_parse_document(text.data(), text.size(), CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8));
}

bool too_deep(cmark_node* root) {
    int depth = 0, deepest = 0;
    walk(root, [&](cmark_node* node, bool entering) {
        if (cmark_node_first_child(node) == nullptr) return;  // leaves have no exit event
        depth += entering ? 1 : -1;
        deepest = std::max(deepest, depth);
    });
    return deepest > nesting_max;
}

std::optional<std::string> link_address(cmark_node* link) {
    constexpr std::string_view kept = "-_.~:/?#[]@!$&()*+,;=%";
    const char* url = cmark_node_get_url(link);
    if (url == nullptr || !is_allowed_address(url)) return std::nullopt;
    std::string out;
    for (const char c : std::string_view(url)) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || kept.find(c) != kept.npos;
        if (plain) out += c;
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace gavel::markdown
