#include "modules/searches/options.hpp"

namespace gavel::searches {

void options::declare(config::table& t) {
    t.integer("searches.look_minutes", look_minutes, 1, 1440,
              "Minutes between two looks of a saved search for new lots. One that has found something rests for a day.");
}

}  // namespace gavel::searches
