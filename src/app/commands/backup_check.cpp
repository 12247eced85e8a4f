// `gavel backup check`: every place tried out with a small file. Exit code 1: something is wrong, said in sentences.
#include "app/commands/backup_work.hpp"
#include "app/commands/commands.hpp"

#include <fmt/format.h>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

constexpr double place_gigabyte = 1e9;

boost::asio::awaitable<int> try_places(backup_work& with) {
    bool good = true;
    const auto places = with.open_places();
    for (const auto& place : places) {
        const auto until = runtime::within(5min);
        const auto faults = co_await place->self_test(until);
        for (const auto& each : faults) fmt::print("{}\n", each);
        good = good && faults.empty();
        if (!faults.empty()) continue;
        const auto room = co_await place->room(until);
        fmt::print("A file was written, listed, read and removed in {}{}.\n", place->description(),
                   room ? fmt::format("; {:.1f} GB are free", static_cast<double>(*room) / place_gigabyte) : "");
    }
    co_return good ? 0 : 1;
}

}  // namespace

int check_places(const std::string& config_file) {
    backup_work with(config_file);
    return with.run([&with] { return try_places(with); });
}

}  // namespace gavel::app
