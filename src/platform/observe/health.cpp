#include "platform/observe/health.hpp"

#include <fmt/format.h>

#include <utility>

namespace gavel::observe {

namespace {

answer plain(bool good, std::string body) { return {good ? 200 : 503, "text/plain; charset=utf-8", std::move(body)}; }

}  // namespace

health::health(std::function<std::chrono::milliseconds()> longest_silence) : longest_silence_(std::move(longest_silence)) {}

void health::require(const std::string& name) {
    const std::lock_guard lock(mutex_);
    conditions_.try_emplace(name);
}

void health::good(const std::string& name) {
    const std::lock_guard lock(mutex_);
    conditions_[name] = {true, {}};
}

void health::bad(const std::string& name, std::string why) {
    const std::lock_guard lock(mutex_);
    conditions_[name] = {false, std::move(why)};
}

void health::stopping() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
}

answer health::livez() const {
    const auto silence = longest_silence_();
    if (silence <= silence_max) return plain(true, "ok\n");
    return plain(false, fmt::format("an event loop has not turned for {} ms\n", silence.count()));
}

answer health::readyz() const {
    const std::lock_guard lock(mutex_);
    bool ready = !stopping_;
    std::string body = stopping_ ? "stopping\n" : "";
    for (const auto& [name, now] : conditions_) {
        ready = ready && now.met;
        body += now.met ? fmt::format("{}: ok\n", name) : fmt::format("{}: {}\n", name, now.why);
    }
    return plain(ready, body.empty() ? "ok\n" : body);
}

answer metrics_page(const metrics::registry& r) { return {200, "text/plain; version=0.0.4; charset=utf-8", r.text()}; }

}  // namespace gavel::observe
