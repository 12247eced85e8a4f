#include "platform/http/reply.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/request.hpp"

#include <openssl/sha.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace gavel::http {

namespace {

constexpr std::string_view json_type = "application/json";
constexpr std::string_view problem_type = "application/problem+json";
constexpr std::string_view html_type = "text/html; charset=utf-8";

// Whether a list of entity tags holds `etag`; W/ is ignored on both sides.
bool holds(std::string_view list, std::string_view etag) {
    const auto bare = [](std::string_view tag) { return tag.starts_with("W/") ? tag.substr(2) : tag; };
    while (!list.empty()) {
        const auto tag = strip(take_until(list, ','));
        if (tag == "*" || bare(tag) == bare(etag)) return true;
    }
    return false;
}

}  // namespace

reply json_text(std::string already_json, int status) {
    reply r(status);
    r.content_type = json_type;
    r.body = std::move(already_json);
    return r;
}

reply json(const boost::json::value& v, int status) { return json_text(boost::json::serialize(v), status); }

reply created(const boost::json::value& v, std::string location) {
    auto r = json(v, 201);
    if (!location.empty()) r.with("Location", std::move(location));
    return r;
}

reply no_content() { return reply(204); }

reply html(std::string text, int status) {
    reply r(status);
    r.content_type = html_type;
    r.body = std::move(text);
    return r;
}

reply problem_json(const error& e, language l) {
    const auto& kind = e.kind();
    boost::json::object body{
        {"type", "/problems/" + std::string(kind.slug)}, {"code", kind.slug}, {"title", kind.title.in(l)}, {"status", kind.status}};
    for (const auto& member : e.fields()) body.insert(member);
    reply r(kind.status);
    r.content_type = problem_type;
    r.is_problem = true;
    r.body = boost::json::serialize(body);
    r.with("Content-Language", std::string(to_string(l)));
    const auto* wait = e.fields().if_contains("retry_after_s");
    if (wait && wait->is_int64()) r.with("Retry-After", std::to_string(wait->as_int64()));
    else if (kind.status == 503) r.with("Retry-After", "5");
    return r;
}

reply conditional(const request& r, std::string etag, reply full) {
    const bool reading = r.method == method::get || r.method == method::head;
    const auto known = reading ? r.header("if-none-match") : std::nullopt;
    if (!known || !holds(*known, etag)) {
        full.with("ETag", std::move(etag));
        return full;
    }
    reply unchanged(304);
    for (auto& [name, value] : full.headers)
        if (!iequals(name, "content-type")) unchanged.with(std::move(name), std::move(value));
    unchanged.with("ETag", std::move(etag));
    return unchanged;
}

std::string etag_of(std::string_view bytes) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data());
    constexpr std::string_view digits = "0123456789abcdef";
    std::string tag = "\"";
    for (std::size_t i = 0; i < 12; ++i) {
        tag.push_back(digits[digest[i] >> 4]);
        tag.push_back(digits[digest[i] & 15]);
    }
    tag.push_back('"');
    return tag;
}

}  // namespace gavel::http
