// `gavel audit lot ID`: proves that the stored log of a lot is what was accepted, or names the first record that is not.
#include "app/commands/commands.hpp"
#include "app/commands/database_work.hpp"

#include "base/random.hpp"
#include "modules/bidding/chain.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr auto audit_within = 10min;  // a lot with very many bids

boost::asio::awaitable<int> audit(pg::pool& pool, lot_id lot) {
    const auto report = co_await bidding::audit(pool, lot, runtime::within(audit_within));
    if (!report) {
        fmt::print(stderr, "gavel: there is no published lot {}\n", lot.text());
        co_return 2;
    }
    if (report->found) {
        fmt::print("lot {}: record {} is not what was accepted ({})\n", lot.text(), report->found->seq, report->found->what);
        co_return 1;
    }
    fmt::print("lot {}: {} records, all as they were accepted; head {}\n", lot.text(), report->records, hex(report->head));
    co_return 0;
}

}  // namespace

int audit_lot(const std::string& config_file, const std::string& id) {
    const auto lot = lot_id::parse(id);
    if (!lot) {
        fmt::print(stderr, "gavel: {} is not the number of a lot\n", id);
        return 2;
    }
    return with_pool(config_file, [&](pg::pool& pool) { return audit(pool, *lot); });
}

}  // namespace gavel::app
