// A folder of this machine, or one that it mounts, as a place that keeps backups. Files 0600, folders 0700.
#pragma once
#include "modules/backup/target.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gavel::backup {

class folder_files;

class folder_target : public target {
public:
    // Touches nothing yet. The folder is there already; it is never made, so that a disk that is not mounted is noticed.
    folder_target(std::string folder, runtime::worker_pool& workers);
    ~folder_target() override;

    std::string description() const override;
    awaitable<std::unique_ptr<outgoing_file>> create(std::string name, deadline until) override;
    awaitable<std::vector<stored_file>> list(std::string prefix, deadline until) override;
    awaitable<std::optional<std::string>> read(std::string name, std::uint64_t from, std::size_t count, deadline until) override;
    awaitable<void> remove(std::string name, deadline until) override;
    awaitable<std::optional<std::uint64_t>> room(deadline until) override;
    awaitable<std::vector<std::string>> self_test(deadline until) override;

private:
    class outgoing;

    const std::unique_ptr<folder_files> files_;
    runtime::worker_pool& workers_;
    bool swept_ = false;
};

}  // namespace gavel::backup
