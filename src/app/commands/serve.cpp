// `gavel serve`: io threads with everything on them, until SIGTERM or SIGINT. Exit 0 after an orderly end.
#include "app/background.hpp"
#include "app/commands/commands.hpp"
#include "app/failures.hpp"
#include "app/mode.hpp"
#include "app/operations.hpp"
#include "app/shard.hpp"

#include "modules/accounts/http.hpp"
#include "platform/http/server.hpp"
#include "platform/observe/log.hpp"
#include "platform/runtime/cores.hpp"
#include "platform/runtime/stop_signals.hpp"

#include <fmt/format.h>

#include <memory>
#include <semaphore>
#include <thread>
#include <vector>

namespace gavel::app {
int serve(const std::string& config_file) {
    options chosen;
    try {
        load(chosen, config_file);
    } catch (const bad_configuration& e) {
        fmt::print(stderr, "gavel: {}\n", e.what());
        return 2;
    }
    log::set_level(chosen.log_threshold());
    if (chosen.threads == 0) chosen.threads = std::max(1u, std::thread::hardware_concurrency());

    process shared(chosen);
    runtime::cores cores(static_cast<std::size_t>(chosen.threads));
    std::vector<std::unique_ptr<shard>> shards;
    for (std::size_t i = 0; i < cores.size(); ++i) shards.push_back(std::make_unique<shard>(cores.io(i), shared));

    observe::health health([&cores] { return cores.longest_silence(); });
    std::binary_semaphore stop(0);
    shared.life.on_stop([&health, &stop] {
        health.stopping();
        stop.release();
    });
    background work(*shards.front(), health);
    work.start();

    http::server server(chosen.http, shared.life, &shared.numbers);
    if (shared.site) server.serve_static(shared.site);
    announce_mode(server, shared.numbers, mode::live, GAVEL_VERSION);
    for (auto& each : shards) server.listen(each->io, each->router, accounts::authenticator(each->accounts), translate);

    // The operations port lives until the very end, so that readiness is seen to fail while requests in flight finish.
    http::router operations;
    add_operations_routes(operations, health, shared.numbers);
    runtime::life operations_life;
    http::server operations_server(chosen.operations(), operations_life, nullptr);
    operations_server.listen(cores.io(0), operations, nullptr, translate);

    runtime::stop_signals signals(cores.io(0), shared.life);
    cores.start();
    log::info("serve.started", "listen", chosen.http.listen, "threads", chosen.threads);

    stop.acquire();
    log::info("serve.stopping");
    const auto until = runtime::within(std::chrono::seconds(chosen.stop_within_s));
    const bool orderly = shared.life.wait_idle(until);
    operations_life.request_stop();
    operations_life.wait_idle(runtime::within(std::chrono::seconds(2)));
    for (auto& each : shards) {
        boost::asio::post(each->io, [&shard = *each] {
            shard.pool.close();
            shard.desk_pool.close();
            shard.redis.close();
        });
    }
    cores.stop();
    cores.join();
    log::info("serve.stopped", "orderly", orderly);
    return orderly ? 0 : 1;
}

}  // namespace gavel::app
