// `gavel maintenance`: stands in for the auction while it is being updated. One thread, no database, no Redis.
#include "app/commands/commands.hpp"
#include "app/mode.hpp"
#include "app/operations.hpp"
#include "app/options.hpp"

#include "modules/maintenance/http.hpp"
#include "platform/observe/log.hpp"
#include "platform/runtime/cores.hpp"
#include "platform/runtime/stop_signals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <semaphore>

namespace gavel::app {
namespace {

// Visitors arrive by the thousand at once, often through one proxy: only the process has a limit. Nobody has much to say either.
http::options public_options(const options& all) {
    auto own = all.http;
    own.connections_per_address_max = own.connections_max;
    own.linger_ms = std::min<std::int64_t>(own.linger_ms, 1000);
    return own;
}

}  // namespace

int maintain(const std::string& config_file) {
    options chosen;
    try {
        load(chosen, config_file);
    } catch (const bad_configuration& e) {
        fmt::print(stderr, "gavel: {}\n", e.what());
        return 2;
    }
    log::set_level(chosen.log_threshold());

    metrics::registry numbers;
    runtime::life life, operations_life;
    runtime::cores cores(1);
    auto& io = cores.io(0);
    observe::health health([&cores] { return cores.longest_silence(); });
    std::binary_semaphore stop(0);
    life.on_stop([&health, &stop] {
        health.stopping();
        stop.release();
    });

    gavel::maintenance::board board(chosen.maintenance.file);
    life.spawn(io.get_executor(), "board", [&board, &life] { return board.watch(life); });
    http::router open;
    gavel::maintenance::add_health(open);
    http::server server(public_options(chosen), life, &numbers);
    announce_mode(server, numbers, mode::maintenance, GAVEL_VERSION);
    gavel::maintenance::answer_all(server, board);
    server.listen(io, open, nullptr, nullptr);

    http::router operations;
    add_operations_routes(operations, health, numbers);
    gavel::maintenance::add_health(operations);
    http::server operations_server(chosen.operations(), operations_life, nullptr);
    operations_server.listen(io, operations, nullptr, nullptr);

    runtime::stop_signals signals(io, life);
    cores.start();
    log::info("maintenance.started", "listen", chosen.http.listen);
    stop.acquire();
    const bool orderly = life.wait_idle(runtime::within(std::chrono::seconds(chosen.stop_within_s)));
    operations_life.request_stop();
    operations_life.wait_idle(runtime::within(std::chrono::seconds(2)));
    cores.stop();
    cores.join();
    log::info("maintenance.stopped", "orderly", orderly);
    return orderly ? 0 : 1;
}

}  // namespace gavel::app
