// Many people at once, from several threads with pools of their own, as several servers would.
#pragma once
#include "modules/bidding/tests/auction_fixture.hpp"

#include <boost/asio/co_spawn.hpp>

#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gavel::bidding::test {

class race_test : public auction_test {
protected:
    using player = std::function<boost::asio::awaitable<void>(bench&, int number)>;

    // Each server: a thread, an io_context, a pool, services of bidding; each player a coroutine of one of them.
    void play(int servers, int players_each, player one) {
        std::vector<std::thread> threads;
        std::mutex guard;
        std::exception_ptr failure;
        for (int server = 0; server < servers; ++server)
            threads.emplace_back([&, server] {
                boost::asio::io_context own_io(1);
                pg::pool own_pool(own_io, options(4));
                bench own(own_io, own_pool, settings);
                int running = players_each;
                for (int i = 0; i < players_each; ++i)
                    boost::asio::co_spawn(own_io, one(own, server * players_each + i), [&](std::exception_ptr thrown) {
                        if (thrown) {
                            const std::lock_guard lock(guard);
                            failure = thrown;
                        }
                        if (--running == 0) own_io.stop();
                    });
                own_io.run();
            });
        for (auto& thread : threads) thread.join();
        if (failure) std::rethrow_exception(failure);
    }
};

}  // namespace gavel::bidding::test
