#include "modules/backup/wal_archive.hpp"

#include "modules/backup/destinations.hpp"
#include "modules/backup/pack.hpp"
#include "modules/backup/sealed_parts.hpp"
#include "modules/backup/wal_names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto read_within = 10min;

void require_right(const wal_head& h, std::string_view content) {
    if (!is_wal_name(h.name)) throw wal_refused(h.name + " is not the name of a file of the write-ahead log");
    if (content.size() > wal_file_bytes_max)
        throw wal_refused(fmt::format("{} has {} bytes; at most {} are taken", h.name, content.size(), wal_file_bytes_max));
    if (is_segment_name(h.name) && system_in_segment(content) != h.system)
        throw wal_refused(fmt::format("{} is not a segment of the cluster {}", h.name, h.system));
}

// False: there is nothing under that name. Throws wal_refused if there is something else.
awaitable<bool> is_stored(target& at, const wal_head& h, const std::vector<signer>& trusted) {
    auto name = stored_wal_name(h.system, h.name);
    const auto there = co_await at.read(std::move(name), 0, wal_head_bytes_max, runtime::within(read_within));
    if (!there) co_return false;
    std::string fault;
    try {
        if (read_wal_head(*there, trusted).said == h) co_return true;
        fault = "another content";
    } catch (const damaged& e) {
        fault = fmt::format("something that is not believed ({})", e.what());
    }
    throw wal_refused(fmt::format("{} already has {} under the name {}. Does another cluster archive to the same place?", at.description(),
                                  fault, h.name));
}

std::shared_ptr<const std::string> sealed(const options& chosen, const wal_head& h, const signing_key& by, std::string_view content) {
    sealed_parts out(chosen.readers(), static_cast<int>(chosen.compression));
    out.add(content);
    out.finish();
    auto all = std::make_shared<std::string>(write_wal_head(h, by));
    for (auto next = out.take(); next; next = out.take()) all->append(*next);
    return all;
}

std::string opened(std::string_view stored, const wal_head& expected, const std::vector<signer>& trusted, const recovery_key& with) {
    const auto head = read_wal_head(stored, trusted);
    if (head.said.system != expected.system || head.said.name != expected.name || head.said.bytes > wal_file_bytes_max)
        throw damaged(fmt::format("it is {} of {}", head.said.name, head.said.system));
    std::string content;
    content.reserve(head.said.bytes);
    opened_parts in(with, true, [&](std::string_view bytes) {
        if (content.size() + bytes.size() > head.said.bytes) throw damaged("it has more than its head says");
        content.append(bytes);
    });
    in.add(stored.substr(head.length));
    in.finish();
    if (sha256_of(content) != head.said.sha256) throw damaged("its content is not what its head says");
    return content;
}

awaitable<std::optional<std::string>> read_whole(target& at, std::string name) {
    std::string all;
    for (;;) {
        const auto bytes = co_await at.read(name, all.size(), chunk_bytes, runtime::within(read_within));
        if (!bytes) co_return std::nullopt;
        all.append(*bytes);
        if (bytes->size() < chunk_bytes) co_return all;
        if (all.size() > 2 * wal_file_bytes_max) throw damaged("it is larger than any file of the log");
    }
}

}  // namespace

awaitable<shipped> ship_wal(const options& chosen, const std::vector<std::unique_ptr<target>>& places, std::string system, std::string name,
                            std::string content) {
    if (places.empty()) throw wal_refused("backup.targets names no place that could keep the write-ahead log");
    wal_head h;
    h.system = std::move(system);
    h.name = std::move(name);
    h.bytes = content.size();
    h.sha256 = sha256_of(content);
    require_right(h, content);
    const auto by = chosen.signs();
    const std::vector<signer> trusted{by.by()};
    std::size_t there = 0;
    for (const auto& each : places) {
        const bool found = co_await is_stored(*each, h, trusted);
        if (found) ++there;
    }
    if (there == places.size()) co_return shipped::was_there;
    // Also once more where it is: under one name there is one content, whenever it was sealed.
    destinations to(places);
    auto file = sealed(chosen, h, by, content);
    auto stored = stored_wal_name(h.system, h.name);
    co_await to.store(std::move(stored), std::move(file));
    for (const auto& each : to.places())
        if (!each.failure.empty()) throw target_failure(target_failure::reason::unreachable, each.at->description() + ": " + each.failure);
    co_return shipped::stored;
}

awaitable<std::optional<std::string>> fetch_wal(const std::vector<std::unique_ptr<target>>& places, const std::vector<signer>& trusted,
                                                const recovery_key& with, std::string system, std::string name) {
    wal_head wanted;
    wanted.system = std::move(system);
    wanted.name = std::move(name);
    const auto stored = stored_wal_name(wanted.system, wanted.name);
    std::exception_ptr failure;
    for (const auto& each : places) {
        try {
            const auto there = co_await read_whole(*each, stored);
            if (there) co_return opened(*there, wanted, trusted, with);
        } catch (const damaged& e) {
            failure = std::make_exception_ptr(damaged(fmt::format("{} at {}: {}", wanted.name, each->description(), e.what())));
        } catch (const target_failure&) {
            failure = std::current_exception();
        }
    }
    if (failure) std::rethrow_exception(failure);
    co_return std::nullopt;
}

}  // namespace gavel::backup
