// Waiting that ends with SIGINT or SIGTERM.
#pragma once
#include <chrono>

namespace gavel::sim {

void stop_on_signals();                          // once, before the first pause
bool pause_for(std::chrono::milliseconds time);  // false: a signal came, now or earlier

}  // namespace gavel::sim
