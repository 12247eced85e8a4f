#include "platform/smtp/oauth.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gavel::smtp {
namespace {

using namespace std::chrono_literals;

constexpr auto early = 5min;  // before its end a token is renewed
constexpr std::size_t token_bytes_max = 8192, answer_bytes_max = 64 * 1024;
constexpr std::int64_t lasts_max_s = 24 * 3600;

std::string escaped(std::string_view value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (plain) out += c;
        else out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

std::string text_of(const boost::json::object& o, std::string_view name) {
    const auto* found = o.if_contains(name);
    return found && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}

bool is_token(std::string_view token) {
    return !token.empty() && token.size() <= token_bytes_max &&
           std::ranges::all_of(token, [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

}  // namespace

std::string renewal_form(const client_options& options) {
    auto form = "grant_type=refresh_token&client_id=" + escaped(options.client_id) + "&refresh_token=" + escaped(options.refresh_token);
    if (!options.client_secret.empty()) form += "&client_secret=" + escaped(options.client_secret);
    return form;
}

grant read_grant(int status, std::string_view body) {
    grant g;
    boost::system::error_code malformed;
    const auto parsed = boost::json::parse(body, malformed);
    const auto* answer = malformed ? nullptr : parsed.if_object();
    if (status == 200 && answer) {
        const auto* lasts = answer->if_contains("expires_in");
        g.token = text_of(*answer, "access_token");
        if (lasts && lasts->is_int64()) g.lasts = std::chrono::seconds(std::clamp<std::int64_t>(lasts->get_int64(), 0, lasts_max_s));
        if (is_token(g.token)) g.what = grant::kind::given;
        else g.why = "malformed_answer";
        return g;
    }
    g.why = answer ? text_of(*answer, "error") : std::string();
    const bool plain = std::ranges::all_of(g.why, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
    if (g.why.empty() || g.why.size() > 40 || !plain) g.why = "status_" + std::to_string(status);
    // What the protocol calls wrong stays wrong until somebody acts; everything else passes.
    if ((status == 400 || status == 401) && answer) g.what = grant::kind::refused;
    return g;
}

awaitable<grant> token_source::take(runtime::deadline until) {
    if (kept_.what == grant::kind::given && std::chrono::steady_clock::now() < good_until_) co_return kept_;
    http_client::request ask("POST", options_.token_url);
    ask.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    ask.body = std::make_shared<const std::string>(renewal_form(options_));
    ask.answer_bytes_max = answer_bytes_max;
    grant fresh;
    const auto asked_at = std::chrono::steady_clock::now();
    try {
        const auto answer = co_await web_.send(std::move(ask), until);
        fresh = read_grant(answer.status, answer.body);
    } catch (const http_client::failure&) {
        fresh.why = "unreachable";
    }
    kept_ = fresh;
    // A short-lived one is used once.
    good_until_ = asked_at + std::max<std::chrono::seconds>(fresh.lasts - early, 0s);
    co_return fresh;
}

}  // namespace gavel::smtp
