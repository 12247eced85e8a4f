#include "modules/backup/self_test.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

namespace gavel::backup {
namespace {

constexpr std::uint64_t room_wanted_bytes = 100'000'000;

awaitable<void> try_a_file(target& place, std::vector<std::string>& faults, deadline until) {
    const auto where = place.description();
    const auto name = "self-test/" + random_uuid();
    const auto content = std::make_shared<const std::string>("Gavel tries out where backups go: " + random_token());
    auto file = co_await place.create(name, until);
    co_await file->finish(content, until);
    const auto listed = co_await place.list(name, until);
    if (listed.size() != 1 || listed.front().bytes != content->size())
        faults.push_back(fmt::format("A file that was just written is not listed in {}.", where));
    const auto back = co_await place.read(name, 0, content->size() + 1, until);
    if (!back || *back != *content) faults.push_back(fmt::format("What {} gives back is not what was written.", where));
    co_await place.remove(name, until);
    const auto after = co_await place.read(name, 0, 1, until);
    if (after) faults.push_back(fmt::format("A file that was removed is still there, in {}.", where));
}

}  // namespace

awaitable<std::vector<std::string>> tried_out(target& place, deadline until) {
    std::vector<std::string> faults;
    try {
        co_await try_a_file(place, faults, until);
        const auto free = co_await place.room(until);
        if (free && *free < room_wanted_bytes)
            faults.push_back(fmt::format("Only {} MB are free in {}: make room there.", *free / 1'000'000, place.description()));
    } catch (const target_failure& e) {
        faults.emplace_back(e.what());
    }
    co_return faults;
}

}  // namespace gavel::backup
