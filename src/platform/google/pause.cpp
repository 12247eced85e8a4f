#include "platform/google/pause.hpp"

#include "base/random.hpp"
#include "platform/google/pace.hpp"

#include <algorithm>
#include <array>

namespace gavel::google {
namespace {

double chance() {
    std::array<unsigned char, 4> bytes{};
    fill_randomly(bytes);
    const auto whole = (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) | (std::uint32_t{bytes[2]} << 8) | bytes[3];
    return static_cast<double>(whole) / 4'294'967'296.0;
}

}  // namespace

boost::asio::awaitable<void> rest(int attempt, std::chrono::milliseconds unit, std::optional<std::chrono::seconds> at_least,
                                  runtime::deadline until, verdict why) {
    auto wait = back_off(attempt, chance(), unit);
    if (at_least) wait = std::max<std::chrono::milliseconds>(wait, *at_least);
    const auto wake = runtime::within(wait);
    if (wake >= until) throw failure(std::move(why));
    co_await runtime::sleep_until(wake);
}

std::string unreached(const http_client::failure& e) {
    using reason = http_client::failure::reason;
    switch (e.why) {
        case reason::unreachable: return "unreachable";
        case reason::untrusted: return "certificate_not_trusted";
        case reason::too_slow: return "no_answer_in_time";
        case reason::too_large: return "answer_too_large";
        default: return "connection_lost";
    }
}

}  // namespace gavel::google
