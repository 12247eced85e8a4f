#include "modules/backup/shelf.hpp"

#include "modules/backup/pack.hpp"
#include "platform/runtime/async_signal.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <utility>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;

constexpr auto fetch_within = 60min;
constexpr std::string_view manifest_ending = "/manifest";

}  // namespace

awaitable<shelf_entry> read_entry(target& from, std::string id, const std::vector<signer>& trusted) {
    shelf_entry entry;
    entry.id = id;
    auto name = manifest_name(id);
    const auto text = co_await from.read(std::move(name), 0, manifest_bytes_max + 1, runtime::within(fetch_within));
    try {
        if (!text) throw damaged("there is no such backup");
        entry.said = read_manifest(*text, id, trusted);
    } catch (const damaged& e) {
        entry.fault = e.what();
    }
    co_return entry;
}

awaitable<std::vector<shelf_entry>> read_shelf(target& from, const std::vector<signer>& trusted) {
    std::string prefix(backups_prefix);
    const auto files = co_await from.list(std::move(prefix), runtime::within(fetch_within));
    std::vector<shelf_entry> all;
    for (const auto& each : files) {
        const std::string_view name(each.name);
        if (!name.ends_with(manifest_ending)) continue;
        std::string id(name.substr(backups_prefix.size(), name.size() - backups_prefix.size() - manifest_ending.size()));
        if (!is_backup_id(id)) continue;
        auto entry = co_await read_entry(from, std::move(id), trusted);
        all.push_back(std::move(entry));
    }
    std::ranges::sort(all, {}, &shelf_entry::id);
    co_return all;
}

awaitable<std::shared_ptr<const std::string>> fetch(target& from, part wanted) {
    auto content = std::make_shared<std::string>();
    content->reserve(wanted.bytes);
    while (content->size() < wanted.bytes) {
        const auto rest = std::min<std::uint64_t>(wanted.bytes - content->size(), chunk_bytes);
        const auto bytes = co_await from.read(wanted.name, content->size(), static_cast<std::size_t>(rest), runtime::within(fetch_within));
        if (!bytes) throw damaged(fmt::format("{} is missing", wanted.name));
        if (bytes->empty()) throw damaged(fmt::format("{} was cut: it has {} bytes of {}", wanted.name, content->size(), wanted.bytes));
        content->append(*bytes);
    }
    if (sha256_of(*content) != wanted.sha256) throw damaged(fmt::format("{} is not what was written: its SHA-256 differs", wanted.name));
    co_return content;
}

namespace {

// Opens one part after the other on a worker, one behind the one that is being fetched.
class reading {
public:
    reading(runtime::worker_pool& workers, opened_parts& to) : workers_(workers), to_(to) {}

    awaitable<void> give(std::shared_ptr<const std::string> bytes) {
        co_await settle();
        if (failure_) std::rethrow_exception(failure_);
        busy_ = true;
        const auto here = co_await boost::asio::this_coro::executor;
        boost::asio::co_spawn(here, open(std::move(bytes)), [this](std::exception_ptr thrown) {
            failure_ = thrown;
            busy_ = false;
            done_.raise();
        });
    }
    awaitable<void> settle() {
        while (busy_) co_await done_.wait(runtime::within(fetch_within));
    }
    void require_success() const {
        if (failure_) std::rethrow_exception(failure_);
    }

private:
    awaitable<void> open(std::shared_ptr<const std::string> bytes) {
        auto work = [this, bytes = std::move(bytes)] { to_.add(*bytes); };
        co_await workers_.run(std::move(work));
    }

    runtime::worker_pool& workers_;
    opened_parts& to_;
    runtime::async_signal done_;
    std::exception_ptr failure_;
    bool busy_ = false;
};

}  // namespace

awaitable<void> read_back(target& from, const sealed_file& file, const recovery_key& with, runtime::worker_pool& workers, sink take,
                          std::function<void(std::uint64_t)> read) {
    opened_parts opened(with, true, std::move(take));
    reading onwards(workers, opened);
    std::exception_ptr failure;
    std::uint64_t so_far = 0;
    try {
        for (const auto& each : file.parts) {
            auto bytes = co_await fetch(from, each);
            so_far += bytes->size();
            read(so_far);
            co_await onwards.give(std::move(bytes));
        }
    } catch (...) {
        failure = std::current_exception();
    }
    co_await onwards.settle();
    if (failure) std::rethrow_exception(failure);
    onwards.require_success();
    auto end = [&opened] { opened.finish(); };
    co_await workers.run(std::move(end));
}

}  // namespace gavel::backup
