// `gavel ledger check`: proves that the books say what their entries, payments, orders and purchases say, or names what does not agree.
#include "app/books.hpp"
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include <fmt/format.h>

#include <chrono>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr auto check_within = 30min;  // reads every entry there ever was

boost::asio::awaitable<int> compare_books(pg::pool& pool) {
    const auto report = co_await check_books(pool, runtime::within(check_within));
    for (const auto& each : report.findings) fmt::print("{}: {}\n", each.rule, each.what);
    if (!report.findings.empty()) co_return 1;
    fmt::print("{} books, {} transactions: everything agrees\n", report.books, report.transactions);
    co_return 0;
}

}  // namespace

int check_ledger(const std::string& config_file) { return with_pool(config_file, compare_books); }

}  // namespace gavel::app
