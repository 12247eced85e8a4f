// gavel_http_*: what one io thread counts. Routes are told apart by pattern, answers by status class.
#pragma once
#include "platform/http/router.hpp"
#include "platform/observe/metrics.hpp"

#include <array>
#include <chrono>
#include <optional>
#include <unordered_map>

namespace gavel::http {

class instruments {
public:
    instruments(metrics::registry& numbers, const router& routes);

    void answered(const route* by, int status, std::chrono::steady_clock::duration took) const;  // null: a file or no route at all
    void connection(int change) const { connections_.add(change); }
    void stream(int change) const { streams_.add(change); }
    void turned_away() const { turned_away_.add(); }

private:
    struct per_route {
        std::array<metrics::counter, 4> by_class;  // 2xx, 3xx, 4xx, 5xx
        metrics::histogram seconds;
    };
    static per_route make(metrics::registry& numbers, const std::string& label);

    metrics::gauge connections_, streams_;
    metrics::counter turned_away_;
    per_route other_;
    std::unordered_map<const route*, per_route> routes_;
};

}  // namespace gavel::http
