#include "platform/pg/metrics.hpp"

#include <unordered_map>

namespace gavel::pg {
namespace {

struct instruments {
    instruments(metrics::registry& r, const statement& s)
        : calls(r.add_counter("gavel_pg_statements_total", "Statements that were awaited", {{"statement", s.name()}})),
          failures(r.add_counter("gavel_pg_statement_failures_total", "Statements that ended in an exception", {{"statement", s.name()}})),
          seconds(r.add_counter("gavel_pg_statement_seconds_total", "Time spent waiting for statements", {{"statement", s.name()}})) {}
    metrics::counter calls, failures, seconds;
};

// Of one pool, so of one thread: the instruments themselves are shared and thread-safe.
class observer {
public:
    explicit observer(metrics::registry& numbers)
        : numbers_(&numbers),
          all_(numbers.add_histogram("gavel_pg_statement_seconds", "Time until a statement, with what was posted before it, is answered")) {
    }

    void operator()(const statement& s, std::chrono::microseconds took, bool failed) {
        const auto seconds = std::chrono::duration<double>(took).count();
        const auto& of = known_.try_emplace(&s, *numbers_, s).first->second;
        of.calls.add();
        of.seconds.add(seconds);
        if (failed) of.failures.add();
        all_.observe(seconds);
    }

private:
    metrics::registry* numbers_;
    metrics::histogram all_;
    std::unordered_map<const statement*, instruments> known_;
};

}  // namespace

pool_options counted(pool_options options, metrics::registry& numbers) {
    options.observe = observer(numbers);
    return options;
}

}  // namespace gavel::pg
