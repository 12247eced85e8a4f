// What a server does without being asked: jobs, closing, the live wire, the watch on the schema. One set per process, on its first shard.
#pragma once
#include "app/shard.hpp"

#include "modules/bidding/live_poller.hpp"
#include "modules/closing/worker.hpp"
#include "platform/jobs/worker.hpp"
#include "platform/observe/health.hpp"

namespace gavel::app {

class background {
public:
    background(shard& on, observe::health& health);

    void start();  // before the io threads run; everything ends when the process stops

private:
    boost::asio::awaitable<void> watch_schema();

    shard& shard_;
    pg::pool pool_;  // of its own: a burst of jobs never keeps a visitor waiting for a connection
    observe::health& health_;
    jobs::worker jobs_;
    closing::worker closing_;
    bidding::live_poller poller_;
};

}  // namespace gavel::app
