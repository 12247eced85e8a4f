// One piece of work on the database for a command that then ends.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>

namespace gavel::app {

// Reads the configuration, runs `work` to its end on this thread and returns its exit code. Throws what it threw.
int with_pool(const std::string& config_file, std::function<boost::asio::awaitable<int>(pg::pool&)> work);

}  // namespace gavel::app
