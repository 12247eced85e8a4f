// The outbox and the job queue: one table. A job inserted in a transaction exists exactly if that transaction committed.
#pragma once
#include "platform/pg/pool.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::jobs {

using boost::asio::awaitable;

// Pipelined with the transaction's next statement; no round trip. `kind` names the handler, e.g. "notifications.outbid".
// `unique_key`, if not empty: a second job of the same kind and key is silently not added (also after the first is done, for 7 days).
// `after`: not run earlier than so long from now.
void enqueue(pg::transaction& tx, std::string_view kind, boost::json::object payload, std::string_view unique_key = {},
             std::chrono::seconds after = std::chrono::seconds(0));

// Many jobs of one kind, each with its own payload (an array of objects), by one statement.
void enqueue_all(pg::transaction& tx, std::string_view kind, boost::json::array payloads);

struct job {
    std::int64_t id = 0;
    std::string kind;
    boost::json::object payload;
    int attempt = 1;  // 1 = first
};

// Marks the job done inside the handler's own transaction: the effect and the mark commit together (exactly once in the database).
// A handler that does not call it is marked done after it returns (at least once: its effect must be idempotent).
void complete(pg::transaction& tx, const job& j);

// Throw to fail an attempt: it is tried again with back-off (1 s doubling to 1 h, with jitter) and is dead after attempts_max.
using handler = std::function<awaitable<void>(job, pg::pool&)>;

struct registration {
    std::string kind;
    int attempts_max = 12;
    std::int64_t at_once_max = std::numeric_limits<std::int64_t>::max();  // of this kind per worker; never more than jobs.concurrency_max
    handler run;
};

}  // namespace gavel::jobs
