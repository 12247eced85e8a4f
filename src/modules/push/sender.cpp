#include "modules/push/sender.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/jobs/rounds.hpp"
#include "platform/observe/log.hpp"

#include <exception>

namespace gavel::push {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t at_once_max = 16;
constexpr auto statement_time = 10s;
constexpr auto request_time = 15s;
constexpr auto connect_time = 5s;
constexpr auto idle = 1s;  // between looks at the table when nothing wakes us
constexpr auto tidy_interval = 10min;

http_client::client_options outside(webpush::reach allowed) {
    http_client::client_options chosen;
    chosen.connections_max = at_once_max;
    chosen.connect_within = connect_time;
    chosen.public_only = allowed == webpush::reach::anywhere_public;
    return chosen;
}

}  // namespace

sender::sender(boost::asio::io_context& io, pg::pool& pool, const options& settings, std::string contact, metrics::registry& m)
    : io_(io),
      pool_(pool),
      numbers_(m),
      reach_(settings.reach()),
      contact_(std::move(contact)),
      web_(io, outside(reach_)),
      bell_(io) {
    for (const auto each : outcome_names) attempts(each);
}

metrics::counter sender::attempts(std::string_view came_of_them) {
    return numbers_.add_counter("gavel_push_attempts_total", "Attempts to hand a message to a push service, by what came of them",
                                {{"outcome", std::string(came_of_them)}});
}

awaitable<std::int64_t> sender::run_once() {
    auto due = co_await claim(pool_, runtime::within(statement_time), at_once_max);
    for (auto& each : due) co_await deliver(each);
    co_return std::ssize(due);
}

awaitable<void> sender::run(runtime::life& l) {
    const runtime::doorbell::listener heard(new_messages(), bell_.from_anywhere());
    const jobs::look look = [this, &l]() -> awaitable<std::chrono::steady_clock::duration> { return round(l); };
    co_await jobs::run_rounds(l, bell_, "push.round_failed", look);
}

awaitable<std::chrono::steady_clock::duration> sender::round(runtime::life& l) {
    const auto started = co_await start_due(l);
    co_await tidy();
    co_return started > 0 && running_ < at_once_max ? std::chrono::steady_clock::duration(0) : idle;
}

awaitable<std::int64_t> sender::start_due(runtime::life& l) {
    std::int64_t started = 0;
    if (running_ >= at_once_max) co_return started;
    auto due = co_await claim(pool_, runtime::within(statement_time), at_once_max - running_);
    for (auto& each : due) {
        ++running_;
        ++started;
        l.spawn(io_.get_executor(), "push_delivery", [this, c = std::move(each)] { return deliver_counted(c); });
    }
    co_return started;
}

awaitable<void> sender::deliver_counted(claimed c) {
    try {
        co_await deliver(std::move(c));
    } catch (const std::exception& e) {
        // The lease runs out and the message is sent again: at worst a device shows it twice.
        log::warning("push.settle_failed", "reason", jobs::cleaned(e.what()));
    }
    --running_;
    bell_.ring();
}

awaitable<void> sender::deliver(claimed c) {
    if (!key_) {
        auto own = co_await read_key(pool_, runtime::within(statement_time));
        key_.emplace(std::move(own));
    }
    std::optional<std::chrono::seconds> retry_after;
    const int status = co_await ask(c, retry_after);
    const auto what = outcome_of(status);
    const auto effect = consequence_of(what, retry_after, c.before);
    attempts(to_string(what)).add();
    if (what == outcome::refused || what == outcome::too_large)
        log::warning("push.not_taken", "subscription", c.subscription, "status", status, "outcome", to_string(what));
    if (effect.subscription_ends) log::info("push.ended", "subscription", c.subscription, "outcome", to_string(what));
    co_await settle(pool_, runtime::within(statement_time), c, effect, what == outcome::delivered);
}

// The status; 0: no answer.
awaitable<int> sender::ask(const claimed& c, std::optional<std::chrono::seconds>& retry_after) {
    int status = 0;
    try {
        const auto at = webpush::endpoint::read(c.endpoint, reach_);
        const auto keys = webpush::recipient::read(c.p256dh, c.auth);
        if (!at || !keys) co_return 410;  // of a time when the settings allowed it
        auto r = webpush::request_for(c.content, *at, *keys, *key_, contact_, server_now());
        const auto answer = co_await web_.send(std::move(r), runtime::within(request_time));
        status = answer.status;
        if (const auto wish = answer.header_of("retry-after")) retry_after = parse_retry_after(*wish);
    } catch (const http_client::failure& e) {
        log::warning("push.no_answer", "subscription", c.subscription, "reason", e.what());
    }
    co_return status;
}

awaitable<void> sender::tidy() {
    if (std::chrono::steady_clock::now() < tidy_at_) co_return;
    tidy_at_ = runtime::within(tidy_interval);
    const auto removed = co_await purge(pool_, runtime::within(statement_time));
    if (removed > 0) log::info("push.outlived", "messages", removed);
}

}  // namespace gavel::push
