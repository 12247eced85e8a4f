#include "modules/bidding/desk.hpp"

#include "base/random.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/news/event.hpp"
#include "platform/observe/log.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace gavel::bidding {

namespace asio = boost::asio;

namespace {

std::vector<const offer*> offers_of(std::span<waiting_bid> some) {
    std::vector<const offer*> offers;
    offers.reserve(some.size());
    for (const auto& each : some) offers.push_back(&each.bid);
    return offers;
}

std::vector<salt> fresh_salts(std::size_t count) {
    std::vector<salt> salts(count);
    fill_randomly({salts.front().data(), count * sizeof(salt)});
    return salts;
}

}  // namespace

desk::desk(asio::io_context& io, pg::pool& connections, live::shard& live, runtime::life& life, usual_maxima& usual,
           metrics::registry& numbers, const options& chosen, exposure* limits)
    : io_(io),
      pool_(connections),
      live_(live),
      life_(life),
      usual_(usual),
      instruments_(numbers),
      options_(chosen),
      limits_(limits),
      late_timer_(io) {}

desk::~desk() = default;

awaitable<result<placed_bid>> desk::submit(offer bid, pg::deadline until) {
    // Here and not in `start`: an exception there would leave through io_context::run.
    enter();
    auto start = [&](auto handler) {
        waiting_bid next;
        next.bid = std::move(bid);
        next.arrived = std::chrono::steady_clock::now();
        next.take_by = std::min(until, next.arrived + std::chrono::milliseconds(options_.waiting_ms_max));
        next.until = until;
        const auto executor = asio::get_associated_executor(handler);
        // The guard: run() of the caller's io_context waits for the answer.
        next.answer = [handler = std::move(handler), guard = asio::make_work_guard(executor)](std::exception_ptr failure,
                                                                                              result<placed_bid> with) mutable {
            asio::post(guard.get_executor(), [handler = std::move(handler), failure, with = std::move(with)]() mutable {
                std::move(handler)(failure, std::move(with));
            });
        };
        arrive(std::move(next));
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, result<placed_bid>)>(
        start, asio::use_awaitable);
}

void desk::enter() {
    if (waiting_.fetch_add(1) < options_.waiting_bids_max) return;
    --waiting_;
    throw runtime::overloaded();
}

// However many bids arrive, one take_in() is on its way.
void desk::arrive(waiting_bid next) {
    const std::lock_guard lock(inbox_mutex_);
    inbox_.push_back(std::move(next));
    if (std::exchange(woken_, true)) return;
    asio::post(io_, [this] { take_in(); });
}

void desk::take_in() {
    bids arrived;
    {
        const std::lock_guard lock(inbox_mutex_);
        woken_ = false;
        arrived.swap(inbox_);
    }
    for (auto& each : arrived) queue_.add(std::move(each));
    start_flushes();
    watch_for_late();
}

void desk::start_flushes() {
    while (flushes_ < options_.flushes_max && queue_.ready()) {
        ++flushes_;
        const auto taken = std::make_shared<bids>(queue_.take(static_cast<std::size_t>(options_.batch_bids_max)));
        life_.spawn(io_.get_executor(), "bidding.desk", [this, taken] { return flush(taken); });
    }
}

awaitable<void> desk::flush(std::shared_ptr<bids> taken) {
    const auto lots = repository::lots_of(offers_of(*taken));
    co_await settle(*taken);
    queue_.done(lots);
    --flushes_;
    start_flushes();
}

// All together; if that fails each alone, once: a bid that cannot be stored does not fail its neighbours, and keys make it safe to repeat
// one whose fate is unknown.
awaitable<void> desk::settle(bids& taken) {
    auto failure = co_await attempt(taken);
    if (!failure) co_return;
    instruments_.split.add();
    for (auto& each : taken) {
        failure = std::make_exception_ptr(runtime::overloaded());
        if (std::chrono::steady_clock::now() < each.until) failure = co_await attempt({&each, 1});
        if (failure) answer_failure(each, failure);
    }
}

awaitable<std::exception_ptr> desk::attempt(std::span<waiting_bid> some) {
    std::exception_ptr failure;
    try {
        co_await decide(some);
    } catch (...) {
        failure = std::current_exception();
    }
    co_return failure;
}

awaitable<void> desk::decide(std::span<waiting_bid> some) {
    const auto began = std::chrono::steady_clock::now();
    const auto until = std::ranges::max_element(some, {}, &waiting_bid::until)->until;
    const auto offers = offers_of(some);
    auto tx = co_await pool_.begin(until);
    repository::send_locks(tx, repository::lots_of(offers));
    auto known = co_await read_backgrounds(tx, offers);
    auto found = co_await repository::read_batch(tx, offers);

    desk_batch batch(offers, std::move(found), std::move(known), fresh_salts(offers.size()), options_.rules.bids);
    auto answers = batch.decide();
    if (!batch.accepted().empty()) {
        repository::store_batch(tx, batch.accepted(), batch.changed());
        news::tell(tx, batch.news());
        co_await tx.commit();
    } else {
        co_await tx.rollback();
    }
    for (const auto& each : batch.accepted()) usual_.add(each.bid->bidder, each.bid->max);
    for (const auto& each : batch.visible()) live_.publish(live_change(each));
    instruments_.count(batch, some.size(), std::chrono::steady_clock::now() - began);
    for (std::size_t i = 0; i < some.size(); ++i) answer(some[i], nullptr, std::move(answers[i]));
}

awaitable<backgrounds> desk::read_backgrounds(pg::transaction& tx, const std::vector<const offer*>& offers) {
    backgrounds known;
    std::vector<account_id> accounts;
    for (const auto* each : offers)
        if (known.try_emplace(each->bidder, bidder_background{usual_.of(each->bidder), std::nullopt}).second)
            accounts.push_back(each->bidder);
    if (!limits_) co_return known;
    std::ranges::sort(accounts);
    const auto left = co_await limits_->power_left(tx, std::move(accounts));
    for (const auto& [who, power] : left) known.at(who).power_left = power;
    co_return known;
}

void desk::answer(waiting_bid& to, std::exception_ptr failure, result<placed_bid> with) {
    --waiting_;
    to.answer(std::move(failure), std::move(with));
}

void desk::answer_failure(waiting_bid& to, std::exception_ptr failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const pg::error& e) {
        // The same key at the same moment on another lot: that one was first.
        if (e.violates("bids_once_per_key")) return answer(to, nullptr, refuse(key_reused));
        log::error("bidding.bid_failed", "lot", to.bid.lot.value, "sqlstate", e.sqlstate(), "constraint", e.constraint());
    } catch (...) {}
    answer(to, std::move(failure), placed_bid{});
}

void desk::turn_away_late() {
    for (auto& each : queue_.take_late(std::chrono::steady_clock::now()))
        answer(each, std::make_exception_ptr(runtime::overloaded()), placed_bid{});
}

// While flushes hang, nobody waits longer than promised.
void desk::watch_for_late() {
    if (queue_.empty() || std::exchange(watching_, true)) return;
    late_timer_.expires_after(std::chrono::milliseconds(options_.waiting_ms_max) / 4);
    late_timer_.async_wait([this, alive = std::weak_ptr(alive_)](boost::system::error_code) {
        if (alive.expired()) return;
        watching_ = false;
        turn_away_late();
        watch_for_late();
    });
}

}  // namespace gavel::bidding
