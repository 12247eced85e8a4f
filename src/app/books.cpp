#include "app/books.hpp"

#include "modules/orders/check.hpp"
#include "modules/payments/check.hpp"
#include "modules/services/check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace gavel::app {

boost::asio::awaitable<ledger::check_report> check_books(pg::pool& pool, pg::deadline until) {
    auto report = co_await ledger::check(pool, until);
    const auto add = [&report](std::vector<ledger::finding> more) { std::ranges::move(more, std::back_inserter(report.findings)); };
    auto found = co_await payments::check(pool, until);
    add(std::move(found));
    found = co_await orders::check(pool, until);
    add(std::move(found));
    found = co_await services::check(pool, until);
    add(std::move(found));
    co_return report;
}

}  // namespace gavel::app
