// How one tells from outside what answers at an address: the auction or the application that stands in for it, and which release.
#pragma once
#include "platform/http/server.hpp"
#include "platform/observe/metrics.hpp"

#include <string>

namespace gavel::app {

enum class mode { live, maintenance };

// Headers of every answer (X-Auction-Mode; X-Auction-Release of the auction itself), gavel_mode and gavel_build_info. Before listen().
void announce_mode(http::server& server, metrics::registry& numbers, mode now, const std::string& release);

}  // namespace gavel::app
