// `gavel media`: gets the store ready, and compares it with the database. Exit code 1: something is wrong, said in sentences.
#include "app/commands/commands.hpp"
#include "app/commands/run_to_end.hpp"
#include "app/options.hpp"

#include "modules/media/comparison.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/open.hpp"

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <functional>
#include <memory>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;

// What both commands work with.
struct place_of_work {
    explicit place_of_work(const std::string& config_file) { load(chosen, config_file); }

    options chosen;
    boost::asio::io_context io{1};
    runtime::worker_pool workers{2, 100};
};

int run(place_of_work& with, const std::function<awaitable<int>(storage::store&)>& work) {
    const auto store = storage::open(with.io, with.chosen.media.storage, with.workers, nullptr);
    return run_to_end(with.io, work(*store));
}

awaitable<int> set_up(const options& chosen, storage::store& store) {
    const auto& site = chosen.mail.site_url;
    const auto done = co_await store.prepare(site, runtime::within(1min));
    for (const auto& each : done) fmt::print("{}\n", each);
    const auto faults = co_await store.self_test(site, runtime::within(1min));
    for (const auto& each : faults) fmt::print("{}\n", each);
    if (faults.empty()) fmt::print("Everything was tried out and works.\n");
    co_return faults.empty() ? 0 : 1;
}

awaitable<int> check(const options& chosen, pg::pool& pool, storage::store& store, bool remove_unknown) {
    std::optional<std::chrono::hours> age;
    if (remove_unknown) age.emplace(24 * chosen.media.orphan_days);
    const auto say = [](const std::string& finding) { fmt::print("{}\n", finding); };
    const auto found = co_await media::compare(pool, store, age, say);
    fmt::print("{} files in the database, {} objects in the store: {} missing, {} unknown", found.files, found.objects, found.missing,
               found.unknown);
    if (remove_unknown) fmt::print(", of which {} removed", found.removed);
    fmt::print("\n");
    co_return found.missing == 0 && found.unknown == found.removed ? 0 : 1;
}

}  // namespace

int set_up_media(const std::string& config_file) {
    place_of_work with(config_file);
    return run(with, [&](storage::store& store) { return set_up(with.chosen, store); });
}

int check_media(const std::string& config_file, bool remove_unknown) {
    place_of_work with(config_file);
    pg::pool pool(with.io, with.chosen.pg);
    return run(with, [&](storage::store& store) { return check(with.chosen, pool, store, remove_unknown); });
}

}  // namespace gavel::app
