// Sellers of the demo promote some of their lots, so that the front page and the lists look as promotions make them.
#pragma once
#include "sim/demo/loader.hpp"

#include <string>
#include <vector>

namespace gavel::sim {

// Bought through the public API, from the sellers' wallets, into which the price is put before: in SQL, because a wallet is filled by card
// or by a sale, and neither is there yet. Throws std::runtime_error naming the title when something is refused.
void promote(const std::string& pg_url, const std::vector<wanted_promotions>& wanted);

}  // namespace gavel::sim
