// What the house of the demo charges.
#pragma once
#include <string>

namespace gavel::sim {

// Commission, premium and the prices of promotions, from now on; nothing if somebody has set prices already. Publishing stays free. In SQL,
// because through the API a fee begins a minute later, and the demo's lots are published at once.
void set_prices(const std::string& pg_url);

}  // namespace gavel::sim
