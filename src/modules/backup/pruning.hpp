// What may go: backups that retention does not keep, what killed programs left behind, packs that no backup refers to any more.
#pragma once
#include "modules/backup/options.hpp"
#include "modules/backup/target.hpp"
#include "platform/pg/pool.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gavel::backup {

struct pruned {
    std::vector<std::string> backups;  // removed
    std::int64_t files = 0;            // removed, of all kinds
    std::string not_touched;           // why packs and remains were left alone; empty: they were not
};

// At one place. `only_say`: nothing is removed. A backup whose manifest is not believed is never removed, and keeps every pack from being.
awaitable<pruned> prune(pg::pool& records, target& at, const options& chosen, bool only_say);

}  // namespace gavel::backup
