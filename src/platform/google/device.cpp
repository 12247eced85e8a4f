#include "platform/google/device.hpp"

#include "platform/google/pause.hpp"
#include "platform/google/wire.hpp"

#include <algorithm>

namespace gavel::google {
namespace {

constexpr std::chrono::seconds slower{5};  // RFC 8628 §3.5
constexpr std::uint64_t interval_max_s = 60, lasts_max_s = 3600;

http_client::request form(std::string url, const pairs& fields) {
    http_client::request r("POST", std::move(url));
    r.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    r.body = std::make_shared<const std::string>(encoded(fields));
    return r;
}

}  // namespace

awaitable<device_code> ask_for_device_code(http_client::client& web, std::string oauth_url, identity who, deadline until) {
    const pairs fields{{"client_id", who.client_id}, {"scope", who.scope}};
    auto ask = form(oauth_url + "/device/code", fields);
    http_client::response answer;
    try {
        answer = co_await web.send(std::move(ask), until);
    } catch (const http_client::failure& e) {
        throw failure(verdict(remedy::wait, unreached(e), 0));
    }
    auto v = judge_sign_in(answer.status, answer.body);
    if (v.helps != remedy::nothing) throw failure(std::move(v));
    const auto o = object_of(answer.body);
    device_code d;
    d.code = text_of(o, "device_code");
    d.user_code = text_of(o, "user_code");
    d.page = text_of(o, "verification_url");
    if (d.page.empty()) d.page = text_of(o, "verification_uri");
    d.lasts = std::chrono::seconds(std::min(number_of(o, "expires_in", 1800), lasts_max_s));
    d.interval = std::chrono::seconds(std::min(number_of(o, "interval", 5), interval_max_s));
    if (d.code.empty() || d.user_code.empty() || d.page.empty()) throw failure(verdict(remedy::defect, "malformed_answer", answer.status));
    co_return d;
}

awaitable<std::string> wait_for_consent(http_client::client& web, std::string oauth_url, identity who, device_code code,
                                        std::chrono::milliseconds pause, deadline until) {
    const auto last = std::min(until, runtime::within(code.lasts));
    const pairs fields{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                       {"client_id", who.client_id},
                       {"client_secret", who.client_secret},
                       {"device_code", code.code}};
    auto interval = code.interval;
    for (;;) {
        const auto wake = runtime::within(interval.count() * pause);
        if (wake >= last) throw failure(verdict(remedy::settings, "expired_token", 0));
        co_await runtime::sleep_until(wake);
        auto ask = form(oauth_url + "/token", fields);
        verdict v;
        try {
            const auto answer = co_await web.send(std::move(ask), last);
            v = judge_sign_in(answer.status, answer.body);
            if (v.helps == remedy::nothing) {
                auto token = text_of(object_of(answer.body), "refresh_token");
                if (token.empty()) throw failure(verdict(remedy::defect, "no_refresh_token", answer.status));
                co_return token;
            }
        } catch (const http_client::failure& e) {
            v = verdict(remedy::wait, unreached(e), 0);
        }
        if (v.reason == "slow_down") interval += slower;
        else if (v.reason != "authorization_pending" && v.helps != remedy::wait) throw failure(std::move(v));
    }
}

}  // namespace gavel::google
