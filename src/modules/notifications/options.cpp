#include "modules/notifications/options.hpp"

namespace gavel::notifications {

void options::declare(config::table& t) {
    t.integer(
        "notifications.ending_soon_minutes", ending_soon_minutes, 5, 1440,
        "Minutes before the end of a lot at which those who watch it, or have bid and do not lead, are told. Lots that are not open longer "
        "than that are left out.");
}

}  // namespace gavel::notifications
