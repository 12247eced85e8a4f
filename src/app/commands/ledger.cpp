// `gavel ledger check`: proves that the books say what their entries, payments, orders and purchases say, or names what does not agree.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include "modules/ledger/check.hpp"
#include "modules/orders/check.hpp"
#include "modules/payments/check.hpp"
#include "modules/services/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iterator>
#include <utility>
#include <vector>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr auto check_within = 30min;  // reads every entry there ever was

boost::asio::awaitable<int> compare_books(pg::pool& pool) {
    const auto until = runtime::within(check_within);
    auto report = co_await ledger::check(pool, until);
    const auto add = [&report](std::vector<ledger::finding> more) { std::ranges::move(more, std::back_inserter(report.findings)); };
    auto found = co_await payments::check(pool, until);
    add(std::move(found));
    found = co_await orders::check(pool, until);
    add(std::move(found));
    found = co_await services::check(pool, until);
    add(std::move(found));
    for (const auto& each : report.findings) fmt::print("{}: {}\n", each.rule, each.what);
    if (!report.findings.empty()) co_return 1;
    fmt::print("{} books, {} transactions: everything agrees\n", report.books, report.transactions);
    co_return 0;
}

}  // namespace

int check_ledger(const std::string& config_file) { return with_pool(config_file, compare_books); }

}  // namespace gavel::app
