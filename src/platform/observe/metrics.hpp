// Numbers for Prometheus. A module names its instruments once, in a struct built from the registry:
//   struct instruments {
//       metrics::counter placed;
//       explicit instruments(metrics::registry& r) : placed(r.add_counter("gavel_bids_placed_total", "Bids accepted")) {}
//   };
// Asking again for the same name and labels gives the same instrument, so every io thread may build its own struct.
#pragma once
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace gavel::metrics {

using labels = std::vector<std::pair<std::string, std::string>>;  // few and of few values: each combination is kept for ever

// Handles: cheap to copy, thread-safe, valid as long as the registry.
class counter {
public:
    void add(double amount = 1) const;  // never negative
private:
    friend class registry;
    explicit counter(prometheus::Counter& of) : of_(&of) {}
    prometheus::Counter* of_;
};

class gauge {
public:
    void set(double value) const;
    void add(double amount) const;

private:
    friend class registry;
    explicit gauge(prometheus::Gauge& of) : of_(&of) {}
    prometheus::Gauge* of_;
};

class histogram {
public:
    void observe(double value) const;

private:
    friend class registry;
    explicit histogram(prometheus::Histogram& of) : of_(&of) {}
    prometheus::Histogram* of_;
};

// Bounds for durations in seconds, 1 ms to 10 s.
const std::vector<double>& seconds_bounds();

// One per process. Names: gavel_<module>_<what>_<unit>, counters end in _total. A malformed name throws.
class registry {
public:
    registry();  // already holds memory, open files and the start time of the process
    ~registry();
    registry(const registry&) = delete;
    registry& operator=(const registry&) = delete;

    counter add_counter(const std::string& name, const std::string& help, const labels& with = {});
    gauge add_gauge(const std::string& name, const std::string& help, const labels& with = {});
    histogram add_histogram(const std::string& name, const std::string& help, const std::vector<double>& bounds = seconds_bounds(),
                            const labels& with = {});

    std::string text() const;  // exposition format 0.0.4

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace gavel::metrics
