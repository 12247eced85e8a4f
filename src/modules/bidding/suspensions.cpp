#include "modules/bidding/suspensions.hpp"

#include "modules/accounts/errors.hpp"
#include "modules/accounts/moderation.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/repository_suspensions.hpp"
#include "platform/observe/log.hpp"

#include <utility>

namespace gavel::bidding {

using boost::asio::awaitable;

namespace {

using namespace std::chrono_literals;

constexpr auto job_kind = "bidding.suspension";
constexpr std::int64_t lots_at_once = 100;  // per job
constexpr auto one_lot_within = 20s;

// Beyond `after`, in the order of their ids.
boost::json::object payload_of(account_id whom, lot_id after = {}) { return {{"account", whom.text()}, {"after", after.value}}; }

// A bounded number of lots, each by itself, and a job for the others. A lot that has ended meanwhile is passed over; repeated, nothing is
// left to do.
awaitable<void> cancel_everywhere(acts& lots, jobs::job j, pg::pool& pool) {
    const auto whom = account_id::parse(j.payload.at("account").as_string()).value();
    const lot_id after{j.payload.at("after").to_number<std::int64_t>()};
    const auto next = co_await repository::lots_bid_on_while_suspended(pool, runtime::within(one_lot_within), whom, after, lots_at_once);
    std::int64_t cancelled = 0;
    for (const auto lot : next) {
        const auto done = co_await lots.ban(lot, whom, runtime::within(one_lot_within));
        cancelled += done.has_value();
    }
    log::info("bidding.suspension", "lots", next.size(), "cancelled", cancelled);
    auto tx = co_await pool.begin(runtime::within(one_lot_within));
    if (static_cast<std::int64_t>(next.size()) == lots_at_once) jobs::enqueue(tx, job_kind, payload_of(whom, next.back()));
    jobs::complete(tx, j);
    co_await tx.commit();
}

result<void> may_decide(role of, const accounts::account& whom) {
    if (whom.role != role::member && of != role::host) return refuse(protected_account);
    return {};
}

}  // namespace

void cancel_late_bids(pg::transaction& tx, account_id whom) { jobs::enqueue(tx, job_kind, payload_of(whom), {}, second_look_after); }

awaitable<bool> suspend(pg::transaction& tx, account_id whom, std::string reason) {
    const bool changed = co_await accounts::suspend(tx, whom, std::move(reason));
    if (!changed) co_return false;
    jobs::enqueue(tx, job_kind, payload_of(whom));
    jobs::enqueue(tx, job_kind, payload_of(whom), {}, second_look_after);
    co_return true;
}

awaitable<result<suspended_account>> suspensions::suspend(account_id by, role of, account_id whom, std::string reason, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await accounts::find_by_id(tx, whom);
    if (!found) co_return refuse(no_such_account);
    if (by == whom) co_return refuse(protected_account);
    const auto may = may_decide(of, *found);
    if (!may) co_return std::unexpected(may.error());
    co_await bidding::suspend(tx, whom, std::move(reason));
    const auto lots = co_await repository::lots_bid_on(tx, whom, options_.rules.moderation.ban_closed_s, lots_named_max);
    const auto now = co_await accounts::find_by_id(tx, whom);
    co_await tx.commit();
    suspended_account answer;
    answer.since = now->suspension->since;
    for (const auto& each : lots) {
        answer.cancelled_on.push_back(each.lot);
        if (each.freezes) answer.frozen_on.push_back(each.lot);
    }
    co_return answer;
}

awaitable<result<void>> suspensions::restore(role of, account_id whom, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await accounts::find_by_id(tx, whom);
    if (!found) co_return refuse(no_such_account);
    const auto may = may_decide(of, *found);
    if (!may) co_return std::unexpected(may.error());
    co_await accounts::restore(tx, whom);
    co_await tx.commit();
    co_return result<void>{};
}

jobs::registration suspension_job(acts& lots) {
    jobs::registration r;
    r.kind = job_kind;
    r.run = [&lots](jobs::job j, pg::pool& pool) { return cancel_everywhere(lots, std::move(j), pool); };
    return r;
}

}  // namespace gavel::bidding
