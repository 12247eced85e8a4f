#include "platform/s3/signer.hpp"

#include "base/random.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <map>

namespace gavel::s3 {

namespace {

using bytes = std::vector<unsigned char>;

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

std::string day_of(std::chrono::sys_seconds t) { return fmt::format("{:%Y%m%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(t))); }
std::string moment_of(std::chrono::sys_seconds t) {
    return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(t)));
}
std::string scope_of(const identity& who, std::chrono::sys_seconds t) {
    return fmt::format("{}/{}/s3/aws4_request", day_of(t), who.region);
}

bytes hmac(const bytes& key, std::string_view text) {
    bytes out(crypto_auth_hmacsha256_BYTES);
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, key.data(), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    return out;
}

// Without spaces at both ends, runs of spaces inside as one.
std::string collapsed(std::string_view value) {
    std::string out;
    for (const char c : value)
        if (c != ' ' || (!out.empty() && out.back() != ' ')) out.push_back(c);
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

// Lower-case name -> value, sorted by name.
using header_map = std::map<std::string, std::string>;

header_map signed_headers(const unsigned_request& r) {
    header_map all{{"host", r.host}};
    for (const auto& [name, value] : r.headers) {
        std::string lower(name);
        for (char& c : lower)
            if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        all[lower] = collapsed(value);
    }
    return all;
}

std::string names_of(const header_map& headers) {
    std::string names;
    for (const auto& [name, value] : headers) names.append(names.empty() ? "" : ";").append(name);
    return names;
}

std::string text_to_sign(const unsigned_request& r, const header_map& headers, const identity& who, std::chrono::sys_seconds now,
                         std::string_view payload_hash) {
    auto canonical = fmt::format("{}\n{}\n{}\n", r.method, encoded(r.path, true), canonical_query(r));
    for (const auto& [name, value] : headers) canonical.append(name).append(":").append(value).append("\n");
    canonical.append("\n").append(names_of(headers)).append("\n").append(payload_hash);
    return fmt::format("{}\n{}\n{}\n{}", algorithm, moment_of(now), scope_of(who, now), hex(sha256(canonical)));
}

}  // namespace

std::string encoded(std::string_view text, bool is_path) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                           c == '~' || (is_path && c == '/');
        if (plain) out.push_back(c);
        else out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string canonical_query(const unsigned_request& r) {
    std::vector<std::pair<std::string, std::string>> pairs;
    pairs.reserve(r.query.size());
    for (const auto& [name, value] : r.query) pairs.emplace_back(encoded(name), encoded(value));
    std::sort(pairs.begin(), pairs.end());
    std::string text;
    for (const auto& [name, value] : pairs) text.append(text.empty() ? "" : "&").append(name).append("=").append(value);
    return text;
}

std::string signature(const identity& who, std::chrono::sys_seconds now, std::string_view text) {
    const std::string first = "AWS4" + who.secret_key;
    auto key = hmac(bytes(first.begin(), first.end()), day_of(now));
    for (const std::string_view part : {std::string_view(who.region), std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac(key, part);
    return hex(hmac(key, text));
}

std::vector<header> authorize(const unsigned_request& r, const identity& who, std::chrono::sys_seconds now, std::string_view payload_hash) {
    std::vector<header> added{{"x-amz-date", moment_of(now)}, {"x-amz-content-sha256", std::string(payload_hash)}};
    auto whole = r;
    whole.headers.insert(whole.headers.end(), added.begin(), added.end());
    const auto headers = signed_headers(whole);
    const auto proof = signature(who, now, text_to_sign(r, headers, who, now, payload_hash));
    added.emplace_back("authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", algorithm, who.access_key,
                                                    scope_of(who, now), names_of(headers), proof));
    return added;
}

std::string presigned_query(unsigned_request r, const identity& who, std::chrono::sys_seconds now, std::chrono::seconds valid_for) {
    const auto headers = signed_headers(r);
    r.query.emplace_back("X-Amz-Algorithm", algorithm);
    r.query.emplace_back("X-Amz-Credential", who.access_key + "/" + scope_of(who, now));
    r.query.emplace_back("X-Amz-Date", moment_of(now));
    r.query.emplace_back("X-Amz-Expires", std::to_string(std::clamp(valid_for, std::chrono::seconds(1), presigned_max).count()));
    r.query.emplace_back("X-Amz-SignedHeaders", names_of(headers));
    const auto proof = signature(who, now, text_to_sign(r, headers, who, now, unsigned_payload));
    return canonical_query(r) + "&X-Amz-Signature=" + proof;
}

}  // namespace gavel::s3
