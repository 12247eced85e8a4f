// `gavel ledger check`: proves that the books say what their entries say, or names what does not agree.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include "modules/ledger/check.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr auto check_within = 30min;  // reads every entry there ever was

boost::asio::awaitable<int> compare_books(pg::pool& pool) {
    const auto report = co_await ledger::check(pool, runtime::within(check_within));
    for (const auto& each : report.findings) fmt::print("{}: {}\n", each.rule, each.what);
    if (!report.findings.empty()) co_return 1;
    fmt::print("{} books, {} transactions: everything agrees\n", report.books, report.transactions);
    co_return 0;
}

}  // namespace

int check_ledger(const std::string& config_file) { return with_pool(config_file, compare_books); }

}  // namespace gavel::app
