// The desk combines bids: those that arrive while earlier ones are being stored are settled together in one transaction, whatever their
// lots. One desk per io thread; a lot belongs to one desk of its process, which decides its bids in the order of their arrival. Several
// processes are kept apart by the locks of standings, taken in the order of lot ids.
#pragma once
#include "modules/bidding/bid_queue.hpp"
#include "modules/bidding/desk_batch.hpp"
#include "modules/bidding/events.hpp"
#include "modules/bidding/metrics.hpp"
#include "modules/bidding/options.hpp"
#include "modules/bidding/usual_maxima.hpp"
#include "modules/live/shard.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <cstdint>
#include <exception>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

namespace gavel::bidding {

using boost::asio::awaitable;

// Made before its io_context runs, destroyed after; everything but submit() happens on that thread.
class desk {
public:
    // `connections`: at least bidding.flushes_max of them. `limits` may be null.
    desk(boost::asio::io_context& io, pg::pool& connections, live::shard& live, runtime::life& life, usual_maxima& usual,
         metrics::registry& numbers, const options& chosen, exposure* limits = nullptr);
    ~desk();
    desk(const desk&) = delete;
    desk& operator=(const desk&) = delete;

    // From any thread; resumes on the caller's executor once the decision is durable, or refused, or what the same key was answered before.
    // A caller that goes away changes nothing. Throws runtime::overloaded if too many bids wait or its turn did not come in time,
    // pg::unavailable if it is unknown whether the bid was stored (its key finds out), and whatever else kept this one bid from being
    // stored.
    awaitable<result<placed_bid>> submit(offer bid, pg::deadline until);

private:
    using bids = std::vector<waiting_bid>;

    void enter();  // a place among those who wait; throws runtime::overloaded
    void arrive(waiting_bid next);
    void take_in();
    void start_flushes();
    void turn_away_late();
    void watch_for_late();
    awaitable<void> flush(std::shared_ptr<bids> taken);
    awaitable<void> settle(bids& taken);
    awaitable<std::exception_ptr> attempt(std::span<waiting_bid> some);
    awaitable<void> decide(std::span<waiting_bid> some);
    awaitable<backgrounds> read_backgrounds(pg::transaction& tx, const std::vector<const offer*>& offers);
    void answer(waiting_bid& to, std::exception_ptr failure, result<placed_bid> with);
    void answer_failure(waiting_bid& to, std::exception_ptr failure);

    boost::asio::io_context& io_;
    pg::pool& pool_;
    live::shard& live_;
    runtime::life& life_;
    usual_maxima& usual_;
    const desk_instruments instruments_;
    const options& options_;
    exposure* const limits_;
    bid_queue queue_;
    std::int64_t flushes_ = 0;
    boost::asio::steady_timer late_timer_;
    bool watching_ = false;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::atomic<std::int64_t> waiting_ = 0;  // bids that are not answered yet

    std::mutex inbox_mutex_;  // guards everything below
    bids inbox_;
    bool woken_ = false;
};

// Every desk of the process, in the order of its threads. Filled before serving, constant afterwards.
class desks {
public:
    void add(desk& next) { all_.push_back(&next); }
    desk& of(lot_id lot) const { return *all_[static_cast<std::size_t>(lot.value) % all_.size()]; }

private:
    std::vector<desk*> all_;
};

}  // namespace gavel::bidding
