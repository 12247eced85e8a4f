#include "modules/orders/deadlines.hpp"

#include "modules/accounts/moderation.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/opening.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_sales.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/transitions.hpp"
#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <exception>
#include <utility>
#include <vector>

namespace gavel::orders {
namespace {

using namespace std::chrono_literals;

constexpr auto pause = 5s;
constexpr auto one_look_within = 20s;
constexpr int rounds_per_sweep = 60;  // five minutes

awaitable<void> remind(pg::transaction& tx, const house& h, order& o, instant now) {
    ++o.reminders;
    o.look_at = next_look(o, h.limits);
    repository::store(tx, o);
    told buyer(o.buyer, news::kind::order_reminder);
    buyer.amount = o.in_money(o.total());
    buyer.until = o.due_at;
    std::vector<told> whom(1, buyer);
    auto what = by_itself("reminded");
    what.text = std::to_string(std::chrono::duration_cast<std::chrono::hours>(*o.due_at - now).count());
    co_await record(tx, o, std::move(what), std::move(whom));
}

// The buyer may cancel from now on.
awaitable<void> mark_overdue(pg::transaction& tx, const house& h, order& o) {
    o.overdue = true;
    o.look_at = next_look(o, h.limits);
    repository::store(tx, o);
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller}) {
        whom.emplace_back(each, news::kind::order_overdue);
        whom.back().amount = o.in_money(o.total());
    }
    auto what = by_itself("overdue");
    co_await record(tx, o, std::move(what), std::move(whom));
}

}  // namespace

awaitable<void> deadlines::look_after(pg::transaction& tx, order& o, instant now) {
    const auto& h = house_;
    switch (step_due(o, now, h.limits)) {
        case due_step::remind: co_await remind(tx, h, o, now); break;
        case due_step::give_up: co_await give_up(tx, h, o, now); break;
        case due_step::expire_offer: co_await end_offer(tx, h, o, doer{}, now); break;
        case due_step::mark_overdue: co_await mark_overdue(tx, h, o); break;
        case due_step::receive: co_await receive(tx, h, o, doer{}, now); break;
        case due_step::complete: co_await complete(tx, h, o, doer{}, now); break;
        case due_step::nothing: {  // a reminder that came too late, or a setting has changed since
            if (o.state == order_state::awaiting_payment && next_look(o, h.limits) <= now) ++o.reminders;
            o.look_at = next_look(o, h.limits);
            repository::store(tx, o);
        }
    }
}

// One that fails is left alone for a while, so that it does not keep the others waiting.
awaitable<bool> deadlines::look_at_one() {
    std::optional<order_id> failed;
    {
        auto tx = co_await pool_.begin(runtime::within(one_look_within));
        auto found = co_await repository::lock_due(tx);
        if (!found) co_return false;
        try {
            co_await look_after(tx, found->order, found->now);
            co_await tx.commit();
        } catch (const std::exception& e) {
            log::error("orders.not_looked_after", "order", found->order.id.value, "reason", jobs::cleaned(e.what()));
            failed = found->order.id;
        }
    }
    if (failed) co_await repository::postpone(pool_, runtime::within(one_look_within), *failed);
    co_return true;
}

awaitable<std::int64_t> deadlines::run_once() {
    std::int64_t done = 0;
    while (done < orders_per_round) {
        const bool found = co_await look_at_one();
        if (!found) break;
        ++done;
    }
    co_return done;
}

awaitable<std::int64_t> deadlines::end_suspensions() {
    auto tx = co_await pool_.begin(runtime::within(one_look_within));
    const auto over = co_await repository::end_suspensions(tx);
    for (const auto each : over) co_await accounts::restore(tx, each);
    co_await tx.commit();
    co_return std::ssize(over);
}

awaitable<void> deadlines::run(runtime::life& l) {
    int rounds = 0;
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
            if (rounds++ % rounds_per_sweep == 0) {
                co_await open_missing(pool_, house_);
                co_await end_suspensions();
            }
        } catch (const std::exception& e) {
            log::warning("orders.deadlines_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done < orders_per_round) co_await l.sleep(pause);
    }
}

}  // namespace gavel::orders
