// A bounded set of connections of one io thread, and transactions on them. Not thread-safe: used only from its own io_context's thread.
#pragma once
#include "platform/pg/error.hpp"
#include "platform/pg/parameters.hpp"
#include "platform/pg/row.hpp"
#include "platform/pg/statement.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gavel::pg {

using boost::asio::awaitable;
using runtime::deadline;

class lease;  // private: one use of one connection
class pool_state;

struct pool_options {
    std::string url;                   // libpq connection string
    std::int64_t connections_max = 8;  // per io thread
    std::int64_t waiting_max = 1000;   // coroutines waiting for a connection; more are refused (unavailable)
    std::int64_t connect_timeout_ms = 5000;
    // Called after every awaited statement; for metrics. `failed` covers both kinds of exceptions. May be empty; must not throw.
    std::function<void(const statement&, std::chrono::microseconds took, bool failed)> observe;
};

struct pool_statistics {
    std::size_t connections = 0;  // open or being opened
    std::size_t idle = 0;
    std::size_t waiting = 0;   // coroutines
    std::uint64_t opened = 0;  // since the start
    std::uint64_t failed = 0;  // attempts to open one
};

// What ask() promised: there after the transaction's next awaited call.
class reply {
public:
    explicit reply(std::shared_ptr<const rows> promised) : promised_(std::move(promised)) {}
    const rows& get() const;  // std::logic_error if it has not come

private:
    std::shared_ptr<const rows> promised_;
};

// Rolled back unless committed: destroying an open transaction drops its work and the connection is cleaned in the background.
// All calls throw pg::error or pg::unavailable; after either only destruction is allowed.
class transaction {
public:
    transaction(transaction&&) noexcept;
    transaction& operator=(transaction&&) noexcept;
    ~transaction();

    template <class... A>
    awaitable<rows> query(const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run(s, std::move(p));
    }
    // At most one row; more is a bug (std::logic_error).
    template <class... A>
    awaitable<std::optional<row>> one(const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run_one(s, std::move(p));
    }
    // Number of rows affected.
    template <class... A>
    awaitable<std::int64_t> exec(const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run_exec(s, std::move(p));
    }
    // Sends without waiting (pipelined); a failure surfaces at the next awaited call or at commit.
    template <class... A>
    void post(const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        send(s, std::move(p));
    }
    // The same, for a statement whose rows are wanted: several answers in one round trip.
    template <class... A>
    reply ask(const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        auto promised = std::make_shared<rows>();
        send(s, std::move(p), promised);
        return reply(std::move(promised));
    }
    // COMMIT travels with what was posted. unavailable means that the outcome is unknown; error that nothing was kept.
    awaitable<void> commit();
    awaitable<void> rollback();  // explicit, for callers that go on

    // Runs right after a successful commit, before commit() returns; must not throw. Dropped with a rollback.
    void after_commit(std::function<void()> callback);

    deadline until() const;

private:
    friend class pool;
    explicit transaction(std::unique_ptr<lease> l);
    awaitable<rows> run(const statement& s, parameters p);
    awaitable<std::optional<row>> run_one(const statement& s, parameters p);
    awaitable<std::int64_t> run_exec(const statement& s, parameters p);
    void send(const statement& s, parameters p, std::shared_ptr<rows> into = nullptr);

    std::unique_ptr<lease> lease_;
};

class pool {
public:
    pool(boost::asio::io_context& io, pool_options options);
    ~pool();
    pool(const pool&) = delete;
    pool& operator=(const pool&) = delete;

    // BEGIN travels with the first statement: no round trip of its own. The deadline bounds the wait for a connection and every statement
    // (statement_timeout on the server, a timer here); a connection that passes it is closed.
    awaitable<transaction> begin(deadline until);

    // One statement on its own, committed by itself.
    template <class... A>
    awaitable<rows> query(deadline until, const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run(until, s, std::move(p));
    }
    template <class... A>
    awaitable<std::optional<row>> one(deadline until, const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run_one(until, s, std::move(p));
    }
    template <class... A>
    awaitable<std::int64_t> exec(deadline until, const statement& s, const A&... args) {
        parameters p;
        (p.add(args), ...);
        return run_exec(until, s, std::move(p));
    }

    void close();  // no new work; open connections end when returned
    pool_statistics statistics() const;

private:
    awaitable<rows> run(deadline until, const statement& s, parameters p);
    awaitable<std::optional<row>> run_one(deadline until, const statement& s, parameters p);
    awaitable<std::int64_t> run_exec(deadline until, const statement& s, parameters p);

    std::shared_ptr<pool_state> state_;
};

}  // namespace gavel::pg
