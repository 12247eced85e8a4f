#include "platform/pg/lease.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

namespace gavel::pg {

awaitable<std::unique_ptr<lease>> take_lease(std::shared_ptr<pool_state> owner, deadline until) {
    auto link = co_await owner->acquire(until);
    auto taken = std::make_unique<lease>(std::move(owner), std::move(link), until);
    taken->link().lend(until);
    co_return taken;
}

awaitable<rows> lease::finish(const statement& s) {
    const auto& observe = owner_->options().observe;
    if (!observe) co_return co_await link_->finish();
    const auto began = std::chrono::steady_clock::now();
    const auto tell = [&](bool failed) {
        observe(s, std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began), failed);
    };
    rows answer;
    try {
        answer = co_await link_->finish();
    } catch (...) {
        tell(true);
        throw;
    }
    tell(false);
    co_return answer;
}

std::optional<row> at_most_one(const rows& found, const statement& s) {
    if (found.size() > 1) throw std::logic_error(fmt::format("{} returned {} rows where one was expected", s.name(), found.size()));
    if (found.empty()) return std::nullopt;
    return found.front();
}

}  // namespace gavel::pg
