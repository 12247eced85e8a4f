#include "modules/catalogue/options.hpp"

namespace gavel::catalogue {

void options::declare(config::table& t) {
    t.integer("catalogue.cache_entries", cache_entries, 1, 100'000, "Lot views kept in memory per process");
    t.integer("catalogue.cache_ttl_ms", cache_ttl_ms, 0, 60'000, "How long a kept lot view or front page is served, in milliseconds");
}

}  // namespace gavel::catalogue
