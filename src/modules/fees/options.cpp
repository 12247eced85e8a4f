#include "modules/fees/options.hpp"

namespace gavel::fees {

void options::declare(config::table& t) {
    t.integer("fees.cache_s", cache_s, 0, 30, "How long a server keeps the table of fees, in seconds");
}

}  // namespace gavel::fees
