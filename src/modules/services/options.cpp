#include "modules/services/options.hpp"

namespace gavel::services {

void options::declare(config::table& t) {
    t.integer("services.pay_within_hours", pay_within_hours, 1, 720,
              "Hours that a bought promotion or package waits for its payment at the price it was bought at");
}

}  // namespace gavel::services
