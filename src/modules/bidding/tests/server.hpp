// Bidding on a thread of its own, as one server among several would do it.
#pragma once
#include "modules/bidding/tests/auction_fixture.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <thread>
#include <utility>

namespace gavel::bidding::test {

// A thread, an io_context, a pool and a desk.
class server {
public:
    server(pg::pool_options connections, bidding::options chosen)
        : settings(std::move(chosen)),
          pool(io, std::move(connections)),
          bidding(io, pool, settings),
          thread_([this] { io.run(); }) {}
    ~server() {
        boost::asio::post(io, [this] {
            pool.close();
            io.stop();
        });
        thread_.join();
    }
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    boost::asio::io_context io{1};
    const bidding::options settings;
    pg::pool pool;
    bench bidding;

private:
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> busy_ = boost::asio::make_work_guard(io);
    std::thread thread_;
};

}  // namespace gavel::bidding::test
