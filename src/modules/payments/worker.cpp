#include "modules/payments/worker.hpp"

#include "modules/payments/repository.hpp"
#include "modules/payments/rules.hpp"
#include "modules/payments/settling.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/jobs/rounds.hpp"
#include "platform/observe/log.hpp"

#include <exception>

namespace gavel::payments {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t at_once_max = 16;
constexpr auto statement_time = 15s;
constexpr auto idle = 1s;  // between looks at the tables when nothing wakes us
constexpr auto measure_interval = 1min;

}  // namespace

awaitable<bool> check(pg::pool& pool, provider& by, const payables& things, const options& settings, attempt a) {
    const auto told = co_await by.status(a.provider_order, runtime::within(settings.call_timeout()));
    std::optional<totals> sums;
    if (told.good() && is_audit_due(a, server_now())) {
        const auto listed = co_await by.sums(a.provider_order, runtime::within(settings.call_timeout()));
        if (listed.good()) sums = listed.value;
    }
    question q;
    q.of = a.id;
    q.asked = a.asked;
    q.checked_at = a.checked_at;
    auto tx = co_await pool.begin(runtime::within(statement_time));
    const bool changed = co_await settle(tx, things, by.name(), q, told, sums, settings.times());
    co_await tx.commit();
    co_return changed;
}

worker::worker(boost::asio::io_context& io, pg::pool& pool, provider& by, const payables& things, const options& settings,
               metrics::registry& m)
    : io_(io),
      pool_(pool),
      provider_(by),
      things_(things),
      settings_(settings),
      differences_(m.add_gauge("gavel_payments_differences_open", "Differences with the payment provider that wait for an operator")),
      bell_(io) {}

awaitable<std::int64_t> worker::run_once() {
    auto attempts = co_await repository::claim_due(pool_, runtime::within(statement_time), at_once_max, lease());
    for (auto& each : attempts) co_await check_due(each);
    auto operations = co_await repository::claim_operations(pool_, runtime::within(statement_time), at_once_max, lease());
    for (auto& each : operations) co_await perform(each);
    co_return std::ssize(attempts) + std::ssize(operations);
}

awaitable<void> worker::run(runtime::life& l) {
    if (!provider_.is_set_up()) co_return;
    const runtime::doorbell::listener heard(repository::due_questions(), bell_.from_anywhere());
    const jobs::look look = [this, &l]() -> awaitable<std::chrono::steady_clock::duration> { return round(l); };
    co_await jobs::run_rounds(l, bell_, "payments.round_failed", look);
}

awaitable<std::chrono::steady_clock::duration> worker::round(runtime::life& l) {
    const auto begun = co_await start_due(l);
    co_await measure();
    co_return begun > 0 && running_ < at_once_max ? std::chrono::steady_clock::duration(0) : idle;
}

awaitable<std::int64_t> worker::start_due(runtime::life& l) {
    std::int64_t begun = 0;
    if (running_ >= at_once_max) co_return begun;
    auto attempts = co_await repository::claim_due(pool_, runtime::within(statement_time), at_once_max - running_, lease());
    for (auto& each : attempts) {
        ++running_;
        ++begun;
        l.spawn(io_.get_executor(), "payment_check", [this, a = std::move(each)] { return check_counted(a); });
    }
    if (running_ >= at_once_max) co_return begun;
    auto operations = co_await repository::claim_operations(pool_, runtime::within(statement_time), at_once_max - running_, lease());
    for (auto& each : operations) {
        ++running_;
        ++begun;
        l.spawn(io_.get_executor(), "payment_operation", [this, o = std::move(each)] { return perform_counted(o); });
    }
    co_return begun;
}

// What fails here is due again when its lease ends.
awaitable<void> worker::check_counted(attempt a) {
    const auto id = a.id.value;
    try {
        co_await check_due(std::move(a));
    } catch (const std::exception& e) {
        log::error("payments.check_failed", "attempt", id, "reason", jobs::cleaned(e.what()));
    }
    --running_;
    bell_.ring();
}

awaitable<void> worker::perform_counted(repository::due_operation o) {
    const auto id = o.what.id.value;
    try {
        co_await perform(std::move(o));
    } catch (const std::exception& e) {
        log::error("payments.operation_failed", "operation", id, "reason", jobs::cleaned(e.what()));
    }
    --running_;
    bell_.ring();
}

awaitable<void> worker::check_due(attempt a) {
    const bool changed = co_await check(pool_, provider_, things_, settings_, std::move(a));
    if (changed) repository::due_questions().press();
}

awaitable<worker::progress> worker::how_far(const repository::due_operation& o) {
    const auto told = co_await provider_.status(o.provider_order, runtime::within(settings_.call_timeout()));
    if (told.why == trouble::not_found) co_return progress::not_done;
    if (!told.good()) co_return progress::unknown;
    question q;
    q.of = o.what.attempt;
    q.asked = -1;  // none of the checks: they keep their times
    q.checked_at = o.checked_at;
    auto tx = co_await pool_.begin(runtime::within(statement_time));
    const std::optional<totals> no_sums;
    co_await settle(tx, things_, provider_.name(), q, told, no_sums, settings_.times());
    const auto now = co_await repository::find_operation_by_id(tx, o.what.id);
    co_await tx.commit();
    co_return now && now->state != operation_state::waiting ? progress::done : progress::not_done;
}

// Never blindly again: after an unclear answer the provider is asked how things stand before it is told once more, under the same number.
awaitable<void> worker::perform(repository::due_operation o) {
    if (o.what.tries > 1) {
        const auto far = co_await how_far(o);
        if (far == progress::done) co_return;
        if (far == progress::unknown || o.what.accepted) {
            co_await later(o.what, o.what.accepted, std::nullopt);
            co_return;
        }
    }
    movement m;
    m.order = o.provider_order;
    m.reverse_id = o.what.reverse_id;
    m.comment = o.what.reason;
    m.amount = o.what.amount.amount;
    m.currency = o.what.amount.currency.code();
    answer<movement_state> told(trouble::no_answer, 0, "");
    const auto until = runtime::within(settings_.call_timeout());
    if (o.what.kind == operation_kind::capture) told = co_await provider_.capture(std::move(m), until);
    else told = co_await provider_.reverse(std::move(m), until);
    std::optional<std::int64_t> code;
    if (told.code != 0) code = told.code;
    const bool declined = told.good() && told.value == movement_state::declined;
    if (declined || told.why == trouble::refused || told.why == trouble::not_found) {
        // It may refuse because an earlier try, whose answer was lost, has been carried out meanwhile.
        auto far = progress::not_done;
        if (o.what.tries > 1) far = co_await how_far(o);
        if (far == progress::unknown) co_await later(o.what, false, code);
        if (far == progress::not_done) co_await refused(o.what, code);
        co_return;
    }
    const bool accepted = told.good() && told.value == movement_state::accepted;
    // Written down first: a server that ends now must not tell it twice.
    co_await later(o.what, accepted, code);
    if (accepted || told.why == trouble::known) co_await how_far(o);
}

awaitable<void> worker::later(const operation& o, bool accepted, std::optional<std::int64_t> code) {
    if (o.tries == tries_until_stuck) {
        finding f;
        f.kind = "refund_stuck";
        f.ours = std::to_string(o.amount.amount) + " " + std::string(o.amount.currency.code()) + " " + std::string(to_string(o.kind));
        f.theirs = "operation " + o.id.text();
        f.detail = std::to_string(o.tries) + " tries";
        auto tx = co_await pool_.begin(runtime::within(statement_time));
        const auto order = co_await repository::order_of(tx, o.attempt);
        co_await repository::insert_difference(tx, o.attempt, order, f);
        co_await tx.commit();
        log::error("payments.refund_stuck", "operation", o.id.value);
    }
    co_await repository::postpone_operation(pool_, runtime::within(statement_time), o.id, operation_wait(o.tries), accepted, code);
}

awaitable<void> worker::refused(const operation& o, std::optional<std::int64_t> code) {
    auto tx = co_await pool_.begin(runtime::within(statement_time));
    co_await refuse_operation(tx, things_, o.id, code);
    co_await tx.commit();
}

awaitable<void> worker::measure() {
    if (std::chrono::steady_clock::now() < measure_at_) co_return;
    measure_at_ = runtime::within(measure_interval);
    const auto open = co_await repository::count_open_differences(pool_, runtime::within(statement_time));
    differences_.set(static_cast<double>(open));
}

}  // namespace gavel::payments
