// What `gavel backup run` and `base` do with the places when everything is sent: say which have it, remove there what is outdated.
#pragma once
#include "modules/backup/destinations.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <vector>

namespace gavel::app {

using saved_places = std::vector<backup::destinations::place>;

// `more` is a sentence about each place that has it, or empty. False: one of them has it not.
bool say_where(const std::string& id, const saved_places& places, const std::string& more);

// At each place that has what was just saved; `prune_one` says what went. False: somewhere it did not work. What could not be removed can
// be the next time.
using pruning_of_one = std::function<boost::asio::awaitable<void>(backup::target&)>;
boost::asio::awaitable<bool> prune_places(const saved_places& places, pruning_of_one prune_one);

}  // namespace gavel::app
