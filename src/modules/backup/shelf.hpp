// The backups that lie at a place, as their manifests say, and reading them back.
#pragma once
#include "modules/backup/manifest.hpp"
#include "modules/backup/sealed_parts.hpp"
#include "modules/backup/target.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::backup {

struct shelf_entry {
    std::string id;
    std::optional<manifest> said;  // nothing: `fault` says why it is not believed
    std::string fault;
};

// Oldest first. Those without a manifest are not there; target_failure.
awaitable<std::vector<shelf_entry>> read_shelf(target& from, const std::vector<signer>& trusted);
awaitable<shelf_entry> read_entry(target& from, std::string id, const std::vector<signer>& trusted);

// A file as the manifest promises it, whole in memory; damaged with its name if it is anything else.
awaitable<std::shared_ptr<const std::string>> fetch(target& from, part wanted);

// The content of a sealed file, part after part, each proven first. `take` runs on a worker while the next part comes; `read` gets bytes so
// far.
awaitable<void> read_back(target& from, const sealed_file& file, const recovery_key& with, runtime::worker_pool& workers, sink take,
                          std::function<void(std::uint64_t)> read);

}  // namespace gavel::backup
