// Parts that are made on the worker pool, each while the one before is on its way.
#pragma once
#include "modules/backup/destinations.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gavel::backup {

// Called on one worker at a time; null: there are no more.
using part_maker = std::function<std::shared_ptr<const std::string>()>;

// To every place that is left, under the names that `name_of` gives to 1, 2, …; `sent` is called after each. Throws what `make` threw, and
// no_place_left; `make` is not called any more then.
awaitable<std::vector<part>> send_parts(destinations& to, runtime::worker_pool& workers, part_maker make,
                                        std::function<std::string(std::size_t number)> name_of, std::function<void()> sent);

}  // namespace gavel::backup
