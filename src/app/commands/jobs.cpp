// `gavel jobs`: what failed for good, and giving it another chance.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include "platform/jobs/dead_letters.hpp"

#include <fmt/format.h>

#include <chrono>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

boost::asio::awaitable<int> print_all(pg::pool& pool) {
    const auto counts = co_await jobs::count_jobs(pool, runtime::within(10s));
    fmt::print("{} waiting, {} running, {} dead; the oldest due job is {} s late\n", counts.waiting, counts.running, counts.dead,
               counts.oldest_due_s);
    for (const auto& each : co_await jobs::read_dead_letters(pool, runtime::within(10s)))
        fmt::print("{}  {}  {} attempts, gave up {}  {}\n", each.id, each.kind, each.attempts, format_instant(each.finished_at),
                   each.last_error);
    co_return 0;
}

boost::asio::awaitable<int> retry_all(pg::pool& pool) {
    int revived = 0;
    for (const auto& each : co_await jobs::read_dead_letters(pool, runtime::within(10s), 1000))
        revived += co_await jobs::revive(pool, runtime::within(10s), each.id);
    fmt::print("{} jobs will be tried again\n", revived);
    co_return 0;
}

}  // namespace

int print_dead_jobs(const std::string& config_file) { return with_pool(config_file, print_all); }
int retry_dead_jobs(const std::string& config_file) { return with_pool(config_file, retry_all); }

}  // namespace gavel::app
