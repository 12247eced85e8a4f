#include "modules/lots/options.hpp"

namespace gavel::lots {

void options::declare(config::table& t) {
    t.integer("lots.amount_granularity", amount_granularity, 1, 1'000'000,
              "Every amount a person types is a multiple of this many minor units (100 = whole hryvnias)");
    t.integer("lots.drafts_max", drafts_max, 1, 10'000, "Drafts one account may keep");
    t.integer("lots.watches_max", watches_max, 1, 100'000, "Lots one account may watch");
}

}  // namespace gavel::lots
