// What /livez, /readyz and /metrics on the operations port answer. Pure: the app mounts them as routes.
#pragma once
#include "platform/observe/metrics.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>

namespace gavel::observe {

struct answer {
    int status;
    std::string content_type;
    std::string body;
};

// Alive: every event loop turned within this time. Not alive means that only a restart helps.
inline constexpr std::chrono::milliseconds silence_max{10'000};

// Thread-safe. One per process.
class health {
public:
    // `longest_silence`: since when the slowest event loop has not turned (runtime::cores::longest_silence).
    explicit health(std::function<std::chrono::milliseconds()> longest_silence);

    // Names something without which requests cannot be served ("schema", "postgresql"). Not ready until every one was marked good.
    void require(const std::string& name);
    void good(const std::string& name);
    void bad(const std::string& name, std::string why);

    // From the first moment of the shutdown: not ready, for good.
    void stopping();

    answer livez() const;   // 200 or 503
    answer readyz() const;  // 200 or 503; one line per condition

private:
    struct condition {
        bool met = false;
        std::string why = "not checked yet";
    };

    std::function<std::chrono::milliseconds()> longest_silence_;
    mutable std::mutex mutex_;  // guards what follows
    std::map<std::string, condition> conditions_;
    bool stopping_ = false;
};

answer metrics_page(const metrics::registry& r);

}  // namespace gavel::observe
