// Files in a folder of this machine. Uploads come through this server.
#pragma once
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/disk_files.hpp"
#include "platform/storage/store.hpp"

namespace gavel::storage {

class disk_store final : public store {
public:
    disk_store(const std::string& folder, runtime::worker_pool& workers) : files_(folder), workers_(workers) {}

    awaitable<void> put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until) override;
    awaitable<std::optional<object>> get(std::string key, std::size_t bytes_max, deadline until) override;
    awaitable<std::optional<std::string>> get_range(std::string key, std::uint64_t from, std::size_t count, deadline until) override;
    awaitable<std::optional<facts>> head(std::string key, deadline until) override;
    awaitable<void> remove(std::string key, deadline until) override;
    awaitable<page> list(std::string prefix, std::string next, deadline until, int limit) override;

    awaitable<std::string> begin_upload(upload u, deadline until) override;
    awaitable<std::vector<piece>> missing(upload u, deadline until) override;
    awaitable<bool> finish_upload(upload u, deadline until) override;
    awaitable<void> abandon_upload(upload u, deadline until) override;
    awaitable<std::uint64_t> append(upload u, std::uint64_t from, std::string chunk, deadline until) override;

    bool is_direct() const override { return false; }
    awaitable<std::vector<std::string>> prepare(std::string site_origin, deadline until) override;
    awaitable<void> tidy(deadline until) override;
    awaitable<std::vector<std::string>> self_test(std::string site_origin, deadline until) override;

private:
    const disk_files files_;
    runtime::worker_pool& workers_;
};

}  // namespace gavel::storage
