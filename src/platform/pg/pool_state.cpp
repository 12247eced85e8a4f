#include "platform/pg/pool_state.hpp"

#include "platform/observe/log.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <random>

namespace gavel::pg {
namespace {

// While the server is away, callers get their refusal at once and one attempt per back-off looks whether it is there again.
constexpr std::chrono::milliseconds back_off_first{50};
constexpr std::chrono::milliseconds back_off_max{1000};

constexpr std::chrono::seconds rollback_time{5};

std::chrono::milliseconds with_jitter(std::chrono::milliseconds d) {
    static thread_local std::minstd_rand source{std::random_device{}()};
    return std::chrono::milliseconds(std::uniform_int_distribution<std::int64_t>(d.count() / 2, d.count())(source));
}

template <class F>
class at_exit {
public:
    explicit at_exit(F f) : f_(std::move(f)) {}
    ~at_exit() { f_(); }
    at_exit(const at_exit&) = delete;
    at_exit& operator=(const at_exit&) = delete;

private:
    F f_;
};

}  // namespace

pool_state::pool_state(boost::asio::io_context& io, pool_options options)
    : executor_(io.get_executor()),
      options_(std::move(options)),
      parameters_(parse_url(options_.url)) {}

awaitable<std::shared_ptr<connection>> pool_state::acquire(deadline until) {
    if (closed_) throw unavailable("the connections to PostgreSQL are closed");
    if (runtime::left(until).count() <= 0) throw unavailable("the deadline passed before a statement was sent");
    if (auto link = take_idle()) co_return link;
    if (places_taken_ < static_cast<std::size_t>(options_.connections_max) && (places_taken_ == 0 || !backing_off())) {
        ++places_taken_;
        co_return co_await connect(until);
    }
    co_return co_await wait_in_line(until);
}

std::shared_ptr<connection> pool_state::take_idle() {
    while (!idle_.empty()) {
        auto link = std::move(idle_.back());
        idle_.pop_back();
        if (!link->gone()) return link;
        --places_taken_;
    }
    return nullptr;
}

awaitable<std::shared_ptr<connection>> pool_state::wait_in_line(deadline until) {
    if (waiters_.size() >= static_cast<std::size_t>(options_.waiting_max))
        throw unavailable("too many requests wait for a connection to PostgreSQL");
    waiter self(executor_, until);
    waiters_.push_back(&self);
    {
        const auto leave = [&] { std::erase(waiters_, &self); };
        const at_exit guard(leave);
        boost::system::error_code woken;
        co_await self.timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
    }
    if (self.link) co_return std::move(self.link);
    if (self.may_connect) co_return co_await connect(until);
    throw unavailable(closed_ ? "the connections to PostgreSQL are closed" : "no connection to PostgreSQL became free in time");
}

// The caller has taken a place already.
awaitable<std::shared_ptr<connection>> pool_state::connect(deadline until) {
    bool opened = false;
    const auto give_up = [&] {
        if (!opened) free_place();
    };
    const at_exit guard(give_up);
    if (backing_off()) throw unavailable("PostgreSQL cannot be reached");
    const auto link = std::make_shared<connection>(executor_);
    const auto limit = runtime::within(std::chrono::milliseconds(options_.connect_timeout_ms));
    try {
        co_await link->open(parameters_, std::min(until, limit));
    } catch (const unavailable& e) {
        note_failed_connect();
        log::warning("pg.connect_failed", "reason", e.what(), "retry_ms", back_off_.count());
        throw;
    }
    opened = true;
    back_off_ = {};
    retry_at_ = {};
    ++opened_;
    co_return link;
}

void pool_state::note_failed_connect() {
    ++failed_;
    back_off_ = std::clamp(back_off_ * 2, back_off_first, back_off_max);
    retry_at_ = runtime::within(with_jitter(back_off_));
}

bool pool_state::backing_off() const { return std::chrono::steady_clock::now() < retry_at_; }

void pool_state::give_back(std::shared_ptr<connection> link, bool open_transaction) {
    link->hand_back();
    if (closed_ || link->broken()) {
        link->close();
        return free_place();
    }
    if (!open_transaction && !link->has_pending()) return offer(std::move(link));
    try {
        link->lend(runtime::within(rollback_time));
        link->send_rollback();  // now, so the locks go at once
    } catch (const unavailable&) {
        return free_place();
    }
    boost::asio::co_spawn(executor_, roll_back(std::move(link)), boost::asio::detached);
}

awaitable<void> pool_state::roll_back(std::shared_ptr<connection> link) {
    const auto self = shared_from_this();  // the pool may end before
    try {
        co_await link->finish_rollback();
    } catch (const std::exception& e) {
        log::warning("pg.rollback_failed", "reason", e.what());
        link->close();
    }
    give_back(std::move(link), false);
}

void pool_state::offer(std::shared_ptr<connection> link) {
    if (waiters_.empty()) return idle_.push_back(std::move(link));
    auto* const first = waiters_.front();
    waiters_.pop_front();
    first->link = std::move(link);
    first->timer.cancel();
}

void pool_state::free_place() {
    if (waiters_.empty() || closed_) {
        --places_taken_;
        return;
    }
    auto* const first = waiters_.front();
    waiters_.pop_front();
    first->may_connect = true;
    first->timer.cancel();
}

void pool_state::close() {
    closed_ = true;
    places_taken_ -= idle_.size();
    idle_.clear();
    for (auto* const each : waiters_) each->timer.cancel();
    waiters_.clear();
}

pool_statistics pool_state::statistics() const {
    return {.connections = places_taken_, .idle = idle_.size(), .waiting = waiters_.size(), .opened = opened_, .failed = failed_};
}

}  // namespace gavel::pg
