#include "platform/http/cross_site.hpp"

#include "platform/http/ascii.hpp"
#include "platform/http/method_name.hpp"

namespace gavel::http {

namespace {

// Browsers leave the default port out of Origin; request.origin is kept in that form too.
bool is_ours(std::string_view origin, const request& r) { return iequals(origin, r.origin); }

}  // namespace

bool is_cross_site(const request& r) {
    if (!is_unsafe(r.method)) return false;
    const auto site = r.header("sec-fetch-site");
    const auto origin = r.header("origin");
    if (origin && !is_ours(*origin, r)) return true;
    if (site) return !(*site == "same-origin" || *site == "none" || (*site == "same-site" && origin));
    return !origin && r.header("cookie").has_value();
}

}  // namespace gavel::http
