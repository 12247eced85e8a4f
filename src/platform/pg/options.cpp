#include "platform/pg/options.hpp"

namespace gavel::pg {

void options::declare(config::table& t) {
    t.text("pg.url", url, "Where PostgreSQL is: a libpq connection string, e.g. postgresql://gavel_app@db/gavel", config::secrecy::secret);
    t.integer("pg.connections_max", connections_max, 1, 100, "Connections to PostgreSQL per server thread");
    t.integer("pg.waiting_max", waiting_max, 1, 100'000,
              "Requests per server thread that may wait for a connection; more are refused with 503");
    t.integer("pg.connect_timeout_ms", connect_timeout_ms, 100, 60'000, "Longest wait for a new connection, in milliseconds");
}

}  // namespace gavel::pg
