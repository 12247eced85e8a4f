#include "modules/trust/options.hpp"

namespace gavel::trust {

void options::declare(config::table& t) {
    t.integer("trust.interval_s", interval_s, 0, 86'400, "Seconds between looks for signals of fraud; 0 = none are looked for");
    t.integer("trust.window_days", window_days, 1, 365, "Days of bidding that the signals are made from");
    t.integer("trust.score_min", score_min, 1, 100, "Weaker signals than this are not kept");
    t.integer("trust.network_accounts_max", network_accounts_max, 2, 100,
              "A network that more accounts come from than this says nothing about any two of them");
    t.integer("trust.keep_days", keep_days, 1, 3650, "Days after which a signal that was not seen again is forgotten");
}

}  // namespace gavel::trust
