// The pulse of the service: every serving process says every two seconds that bids can be taken. The first beat after a silence finds the
// outage and starts the sweep.
#pragma once
#include "modules/outages/options.hpp"
#include "modules/outages/sweeper.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace gavel::outages {

class pulse {
public:
    // `pool`: that of visitors, so that a beat gets through exactly if a bid would. `sweeps` and everything else outlive the process's
    // life.
    pulse(pg::pool& pool, sweeper& sweeps, metrics::registry& m, options chosen)
        : pool_(pool),
          sweeper_(sweeps),
          instruments_(m),
          options_(chosen) {}

    boost::asio::awaitable<bool> beat();  // true: there is an outage to be swept

    // Until the process stops: it takes no bids then.
    boost::asio::awaitable<void> run(runtime::life& l, boost::asio::any_io_executor where);

private:
    boost::asio::awaitable<void> sweep(runtime::life& l);

    pg::pool& pool_;
    sweeper& sweeper_;
    instruments instruments_;
    options options_;
    bool sweeping_ = false, beating_ = true;
};

}  // namespace gavel::outages
