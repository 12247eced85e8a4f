// The set of connections behind a pool, shared with the leases that are out. Private to this folder; one thread.
#pragma once
#include "platform/pg/connect_parameters.hpp"
#include "platform/pg/connection.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace gavel::pg {

class pool_state : public std::enable_shared_from_this<pool_state> {
public:
    pool_state(boost::asio::io_context& io, pool_options options);

    // First come, first served. Throws unavailable.
    awaitable<std::shared_ptr<connection>> acquire(deadline until);

    // An open transaction, or statements that nobody awaited, are rolled back before the connection is lent again.
    void give_back(std::shared_ptr<connection> link, bool open_transaction);

    void close();
    pool_statistics statistics() const;
    const pool_options& options() const { return options_; }

private:
    struct waiter {
        waiter(const boost::asio::any_io_executor& executor, deadline until) : timer(executor, until) {}
        boost::asio::steady_timer timer;
        std::shared_ptr<connection> link;  // handed over by give_back, or
        bool may_connect = false;          // a place for one more connection
    };

    std::shared_ptr<connection> take_idle();
    awaitable<std::shared_ptr<connection>> wait_in_line(deadline until);
    awaitable<std::shared_ptr<connection>> connect(deadline until);
    awaitable<void> roll_back(std::shared_ptr<connection> link);
    void offer(std::shared_ptr<connection> link);
    void free_place();
    void note_failed_connect();
    bool backing_off() const;

    boost::asio::io_context::executor_type executor_;
    pool_options options_;
    connect_parameters parameters_;
    std::vector<std::shared_ptr<connection>> idle_;  // the last returned is the first lent: the others stay cold and cheap
    std::deque<waiter*> waiters_;
    std::size_t places_taken_ = 0;
    std::uint64_t opened_ = 0, failed_ = 0;
    std::chrono::steady_clock::time_point retry_at_{};
    std::chrono::milliseconds back_off_{0};
    bool closed_ = false;
};

}  // namespace gavel::pg
