#include "platform/redis/client.hpp"

namespace gavel::redis {

void client_options::declare(config::table& t) {
    t.text("redis.url", url,
           "Redis for live events between servers and shared rate limits, e.g. redis://127.0.0.1:6379; empty: one server, no Redis",
           config::secrecy::secret);
    t.integer("redis.timeout_ms", timeout_ms, 10, 10'000, "A command slower than this counts as if Redis were absent, in milliseconds");
}

}  // namespace gavel::redis
