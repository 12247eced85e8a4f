#include "platform/http/instruments.hpp"

#include "platform/http/method_name.hpp"

#include <algorithm>

namespace gavel::http {

namespace {

metrics::counter answers(metrics::registry& numbers, const std::string& label, const std::string& status) {
    return numbers.add_counter("gavel_http_requests_total", "Answered requests", {{"route", label}, {"status", status}});
}

}  // namespace

instruments::per_route instruments::make(metrics::registry& numbers, const std::string& label) {
    return {
        {answers(numbers, label, "2xx"), answers(numbers, label, "3xx"), answers(numbers, label, "4xx"), answers(numbers, label, "5xx")},
        numbers.add_histogram("gavel_http_request_duration_seconds", "From the last byte of the request to the answer",
                              metrics::seconds_bounds(), {{"route", label}})};
}

instruments::instruments(metrics::registry& numbers, const router& routes)
    : connections_(numbers.add_gauge("gavel_http_connections", "Open connections")),
      streams_(numbers.add_gauge("gavel_http_streams", "Open event streams")),
      turned_away_(numbers.add_counter("gavel_http_connections_refused_total", "Connections refused because a limit was reached")),
      other_(make(numbers, "other")) {
    for (const auto& each : routes.routes())
        routes_.emplace(&each, make(numbers, std::string(to_string(each.method)) + " " + each.pattern));
    if (routes.fallback()) routes_.emplace(routes.fallback(), make(numbers, "GET " + routes.fallback()->pattern));
}

void instruments::answered(const route* by, int status, std::chrono::steady_clock::duration took) const {
    const auto known = by ? routes_.find(by) : routes_.end();
    const auto& counted = known == routes_.end() ? other_ : known->second;
    counted.by_class[static_cast<std::size_t>(std::clamp(status / 100 - 2, 0, 3))].add();
    counted.seconds.observe(std::chrono::duration<double>(took).count());
}

}  // namespace gavel::http
