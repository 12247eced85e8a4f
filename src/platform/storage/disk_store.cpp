// Each call is one piece of blocking work; the lambda is named first (docs/develop/compiler-traps.md).
#include "platform/storage/disk_store.hpp"

namespace gavel::storage {

awaitable<void> disk_store::put(std::string key, std::shared_ptr<const std::string> content, std::string, deadline) {
    auto work = [&] { files_.write(key, *content); };
    co_await workers_.run(std::move(work));
}

awaitable<std::optional<object>> disk_store::get(std::string key, std::size_t bytes_max, deadline) {
    auto work = [&] { return files_.read(key, bytes_max); };
    co_return co_await workers_.run(std::move(work));
}

awaitable<std::optional<std::string>> disk_store::get_range(std::string key, std::uint64_t from, std::size_t count, deadline) {
    auto work = [&] { return files_.read_range(key, from, count); };
    co_return co_await workers_.run(std::move(work));
}

awaitable<std::optional<facts>> disk_store::head(std::string key, deadline) {
    auto work = [&] { return files_.look(key); };
    co_return co_await workers_.run(std::move(work));
}

awaitable<void> disk_store::remove(std::string key, deadline) {
    auto work = [&] { files_.remove(key); };
    co_await workers_.run(std::move(work));
}

awaitable<page> disk_store::list(std::string prefix, std::string next, deadline, int limit) {
    auto work = [&] { return files_.list(prefix, next, static_cast<std::size_t>(limit)); };
    co_return co_await workers_.run(std::move(work));
}

awaitable<std::string> disk_store::begin_upload(upload, deadline) { co_return std::string(); }

awaitable<std::vector<piece>> disk_store::missing(upload u, deadline until) {
    const auto there = co_await head(u.key, until);
    const auto received = there ? there->bytes : 0;
    std::vector<piece> all;
    piece rest{received, u.bytes, {}, {}};
    if (received < u.bytes) all.push_back(std::move(rest));
    co_return all;
}

awaitable<bool> disk_store::finish_upload(upload u, deadline until) {
    const auto there = co_await head(u.key, until);
    if (!there || there->bytes != u.bytes) co_return false;
    auto work = [&] { files_.settle(u.key); };
    co_await workers_.run(std::move(work));
    co_return true;
}

awaitable<void> disk_store::abandon_upload(upload u, deadline until) { co_await remove(std::move(u.key), until); }

awaitable<std::uint64_t> disk_store::append(upload u, std::uint64_t from, std::string chunk, deadline) {
    if (from + chunk.size() > u.bytes) throw std::logic_error("more than the upload holds");
    auto work = [&] { return files_.append(u.key, from, chunk); };
    co_return co_await workers_.run(std::move(work));
}

awaitable<std::vector<std::string>> disk_store::prepare(std::string, deadline) {
    auto work = [&] { files_.prepare(); };
    co_await workers_.run(std::move(work));
    co_return std::vector<std::string>(1, "The folder is there.");
}

awaitable<void> disk_store::tidy(deadline) {
    auto work = [&] { files_.tidy(); };
    co_await workers_.run(std::move(work));
}

awaitable<std::vector<std::string>> disk_store::self_test(std::string, deadline) {
    auto work = [&] { return files_.self_test(); };
    co_return co_await workers_.run(std::move(work));
}

}  // namespace gavel::storage
