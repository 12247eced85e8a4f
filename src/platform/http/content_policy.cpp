#include "platform/http/content_policy.hpp"

#include "platform/http/ascii.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <optional>

namespace gavel::http {

namespace {

// The value of an attribute within a start tag; empty when it has none, nothing when it is absent.
std::optional<std::string_view> attribute(std::string_view tag, std::string_view name) {
    const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '/'; };
    std::size_t at = 0;
    while (at < tag.size()) {
        while (at < tag.size() && is_space(tag[at])) ++at;
        const auto name_start = at;
        while (at < tag.size() && !is_space(tag[at]) && tag[at] != '=') ++at;
        const auto found = tag.substr(name_start, at - name_start);
        std::string_view value;
        if (at < tag.size() && tag[at] == '=') {
            ++at;
            const char quote = at < tag.size() && (tag[at] == '"' || tag[at] == '\'') ? tag[at] : '\0';
            const auto start = quote ? ++at : at;
            while (at < tag.size() && (quote ? tag[at] != quote : !is_space(tag[at]))) ++at;
            value = tag.substr(start, at - start);
            if (quote) ++at;
        }
        if (iequals(found, name)) return value;
    }
    return std::nullopt;
}

bool is_run(std::optional<std::string_view> type) {
    if (!type || type->empty()) return true;
    for (const std::string_view run : {"module", "text/javascript", "application/javascript", "importmap", "speculationrules"})
        if (iequals(*type, run)) return true;
    return false;
}

std::size_t find_tag(std::string_view html, std::string_view tag, std::size_t from) {
    for (auto at = html.find('<', from); at != std::string_view::npos; at = html.find('<', at + 1))
        if (iequals(html.substr(at, tag.size()), tag)) return at;
    return std::string_view::npos;
}

}  // namespace

std::vector<std::string_view> inline_scripts(std::string_view html) {
    std::vector<std::string_view> scripts;
    constexpr std::string_view open = "<script";
    for (auto at = find_tag(html, open, 0); at != std::string_view::npos; at = find_tag(html, open, at)) {
        const auto tag_end = html.find('>', at);
        if (tag_end == std::string_view::npos) break;
        const auto tag = html.substr(at + open.size(), tag_end - at - open.size());
        const auto end = find_tag(html, "</script", tag_end);
        if (end == std::string_view::npos) break;
        if (!attribute(tag, "src") && is_run(attribute(tag, "type"))) scripts.push_back(html.substr(tag_end + 1, end - tag_end - 1));
        at = end + 1;
    }
    return scripts;
}

std::string script_hash(std::string_view script) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(script.data()), script.size(), digest.data());
    std::array<unsigned char, 4 * ((SHA256_DIGEST_LENGTH + 2) / 3) + 1> text{};
    const int size = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest.size()));
    return "'sha256-" + std::string(reinterpret_cast<const char*>(text.data()), static_cast<std::size_t>(size)) + "'";
}

std::string content_policy(std::string_view html, const other_sources& elsewhere) {
    const auto also = [](const std::string& source) { return source.empty() ? source : " " + source; };
    std::string scripts = "'self'";
    for (const auto each : inline_scripts(html)) scripts.append(" ").append(script_hash(each));
    // Styles: the component library sets them from scripts as elements, which no hash fixed in advance can name.
    return "default-src 'none'; script-src " + scripts +
           "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:" + also(elsewhere.pictures) +
           "; font-src 'self'; connect-src 'self'" + also(elsewhere.connections) +
           "; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
}

}  // namespace gavel::http
