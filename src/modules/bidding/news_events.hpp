// What people are told after a command, as the module news takes it.
#pragma once
#include "modules/bidding/messages.hpp"
#include "modules/news/event.hpp"

#include <span>
#include <vector>

namespace gavel::bidding {

// With the head of the lot's chain right after; `after` is sealed (audit.hpp).
std::vector<news::event> events_of(std::span<const message> all, const standing& after);

}  // namespace gavel::bidding
