#include "app/mode.hpp"

namespace gavel::app {

void announce_mode(http::server& server, metrics::registry& numbers, mode now, const std::string& release) {
    const std::string name = now == mode::live ? "live" : "maintenance";
    server.announce("X-Auction-Mode", name);
    if (now == mode::live) server.announce("X-Auction-Release", release);
    numbers.add_gauge("gavel_mode", "1; what this process is: live or maintenance", {{"mode", name}}).set(1);
    numbers.add_gauge("gavel_build_info", "1; the release of this process", {{"release", release}}).set(1);
}

}  // namespace gavel::app
