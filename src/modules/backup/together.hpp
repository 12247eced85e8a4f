// Several pieces of work at once on one io thread.
#pragma once
#include <boost/asio/awaitable.hpp>

#include <vector>

namespace gavel::backup {

// Returns when every one has ended; throws what the first that failed has thrown.
boost::asio::awaitable<void> together(std::vector<boost::asio::awaitable<void>> all);

}  // namespace gavel::backup
