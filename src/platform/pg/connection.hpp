// One connection: libpq in pipeline mode on an Asio descriptor. Private to this folder; used by one lease at a time, on one thread.
//
// Statements are queued with send() and travel together when finish() is awaited: one write, one wait, however many they are. A statement
// is prepared on its first use in the same pipeline. Every finish() ends with a synchronisation point; after a failed statement the server
// skips the rest up to that point, and finish() throws the first failure.
#pragma once
#include "platform/pg/connect_parameters.hpp"
#include "platform/pg/parameters.hpp"
#include "platform/pg/row.hpp"
#include "platform/pg/statement.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <deque>
#include <exception>
#include <memory>
#include <string>
#include <unordered_set>

struct pg_conn;

namespace gavel::pg {

using boost::asio::awaitable;
using runtime::deadline;

class connection : public std::enable_shared_from_this<connection> {
public:
    explicit connection(boost::asio::any_io_executor executor);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    awaitable<void> open(connect_parameters parameters, deadline until);  // throws unavailable

    // Begins and ends the use by one lease. `until` bounds every statement: statement_timeout there, a timer here.
    void lend(deadline until);
    void hand_back() { lent_ = false; }

    // `into`, if given, holds the statement's rows once finish() has returned.
    void send(const statement& s, const parameters& p, std::shared_ptr<rows> into = nullptr);  // throws unavailable
    awaitable<rows> finish();  // rows of the last statement; throws error, unavailable

    // Leaves whatever transaction is open: sends at once, reads the answers when awaited. Throws unavailable.
    void send_rollback();
    awaitable<void> finish_rollback();

    bool broken() const { return broken_; }
    bool has_pending() const { return !pending_.empty(); }
    bool gone() const;  // while idle: the server closed it or said something unasked, which amounts to the same
    void close();       // wakes a waiting finish(), which then throws

private:
    enum class step { prepare, execute, sync };
    struct pending {
        step what;
        const statement* which;
        std::shared_ptr<rows> into;
    };

    awaitable<void> wait(boost::asio::posix::stream_descriptor::wait_type what);
    awaitable<void> connect();
    void enter_pipeline();
    void watch(int descriptor);
    void mark_end();
    void flush();
    void take_results();
    void take(std::shared_ptr<pg_result> result);
    void arm();
    void on_timer();
    [[noreturn]] void lose(const char* doing);

    boost::asio::posix::stream_descriptor socket_;  // a duplicate: libpq closes its own whenever it likes
    boost::asio::steady_timer timer_;
    pg_conn* handle_ = nullptr;
    std::deque<pending> pending_;
    std::unordered_set<const statement*> prepared_;
    rows last_;
    std::exception_ptr failure_;  // the first one since the last finish()
    deadline until_{};
    std::int64_t statement_timeout_ms_ = -1;  // what the session has; -1 unknown
    bool lent_ = false, armed_ = false, expired_ = false, broken_ = false, writing_ = false;
};

}  // namespace gavel::pg
