#include "modules/backup/restore.hpp"

#include "modules/backup/dump.hpp"
#include "modules/backup/media_reader.hpp"
#include "modules/backup/repository.hpp"
#include "modules/backup/saving.hpp"

#include <fmt/format.h>

#include <exception>
#include <optional>
#include <utility>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::minutes put_within = 5min, restore_within = 24h;

awaitable<facts> fetch_facts(restore_parts& with) {
    const auto* file = with.what.find(content::facts);
    if (!file) throw damaged("the backup has no facts about itself");
    std::string text;
    sink into = [&text](std::string_view bytes) { text.append(bytes); };
    std::function<void(std::uint64_t)> unheard = [](std::uint64_t) {};
    co_await read_back(with.from, *file, with.with, with.workers, std::move(into), std::move(unheard));
    co_return read_facts(text);
}

awaitable<std::int64_t> bring_objects(restore_parts& with) {
    std::uint64_t expected = 0;
    for (const auto& each : with.what.packs) expected += each.bytes;
    with.shown.begin("photos and documents", expected);
    object_taker take = [&with](packed_object o, std::shared_ptr<const std::string> content) -> awaitable<void> {
        if (with.store) co_await with.store->put(std::move(o.key), std::move(content), std::move(o.type), runtime::within(put_within));
    };
    std::function<void(std::uint64_t)> read = [&with](std::uint64_t bytes) { with.shown.reached(bytes); };
    co_return co_await read_objects(with.from, with.what, with.with, with.workers, std::move(take), std::move(read));
}

awaitable<void> bring_database(restore_parts& with) {
    const auto* file = with.what.find(content::database);
    if (!file) throw damaged("the backup has no database");
    with.shown.begin("database", file->bytes());
    restoring program(with.database_url);
    sink into = [&program](std::string_view bytes) { program.add(bytes); };
    std::function<void(std::uint64_t)> read = [&with](std::uint64_t bytes) { with.shown.reached(bytes); };
    co_await read_back(with.from, *file, with.with, with.workers, std::move(into), std::move(read));
    auto end = [&program] { program.finish(); };
    co_await with.workers.run(std::move(end));
}

}  // namespace

awaitable<restored> restore(restore_parts with) {
    const auto found = co_await repository::count_relations(with.database, runtime::within(1min));
    if (found > 0) throw refused(fmt::format("The database is not empty: it has {} tables and the like. Restore into a new one.", found));
    restored done;
    done.saved = co_await fetch_facts(with);
    done.objects = co_await bring_objects(with);
    co_await bring_database(with);
    co_await repository::analyse(with.database, runtime::within(restore_within));
    auto state = co_await with.database.begin(runtime::within(restore_within));
    const auto rows = co_await repository::count_rows(state);
    co_await state.rollback();
    done.differences = differences(done.saved, rows);
    co_return done;
}

}  // namespace gavel::backup
