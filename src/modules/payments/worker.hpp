// Asks the provider about attempts that are due and carries out what it was told to do, several at once. Callbacks and the return of the
// payer only make something due, so a lost one costs minutes. Any number of servers may do so. One io thread.
#pragma once
#include "modules/payments/model.hpp"
#include "modules/payments/options.hpp"
#include "modules/payments/payables.hpp"
#include "modules/payments/provider.hpp"
#include "modules/payments/repository_operations.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/bell.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>

namespace gavel::payments {

// Asks about one attempt and applies the answer. Also for an operator who does not want to wait. True: something changed.
awaitable<bool> check(pg::pool& pool, provider& by, const payables& things, const options& settings, attempt a);

class worker {
public:
    // All outlive it.
    worker(boost::asio::io_context& io, pg::pool& pool, provider& by, const payables& things, const options& settings,
           metrics::registry& m);

    awaitable<std::int64_t> run_once();     // what is due now, one after the other; how many. Not while run() runs.
    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    awaitable<std::chrono::steady_clock::duration> round(runtime::life& l);
    awaitable<std::int64_t> start_due(runtime::life& l);
    awaitable<void> check_counted(attempt a);
    awaitable<void> perform_counted(repository::due_operation o);
    awaitable<void> check_due(attempt a);
    awaitable<void> perform(repository::due_operation o);
    enum class progress { done, not_done, unknown };
    awaitable<progress> how_far(const repository::due_operation& o);  // asks the provider and applies what it says
    awaitable<void> later(const operation& o, bool accepted, std::optional<std::int64_t> code);
    awaitable<void> refused(const operation& o, std::optional<std::int64_t> code);
    awaitable<void> measure();
    std::chrono::seconds lease() const { return 3 * settings_.call_timeout() + std::chrono::seconds(30); }

    boost::asio::io_context& io_;
    pg::pool& pool_;
    provider& provider_;
    const payables& things_;
    const options& settings_;
    metrics::gauge differences_;
    runtime::bell bell_;
    std::int64_t running_ = 0;
    std::chrono::steady_clock::time_point measure_at_{};
};

}  // namespace gavel::payments
