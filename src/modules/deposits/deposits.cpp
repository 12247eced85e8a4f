#include "modules/deposits/deposits.hpp"

#include "modules/deposits/making.hpp"
#include "modules/deposits/repository.hpp"

#include <chrono>
#include <string_view>

namespace gavel::deposits {
namespace {

constexpr std::string_view release_kind = "deposits.release";
constexpr auto release_within = std::chrono::seconds(20);

awaitable<void> release_by_job(jobs::job j, pg::pool& pool) {
    const auto lot = lot_id::parse(j.payload.at("lot").as_string());
    const auto owner = account_id::parse(j.payload.at("owner").as_string());
    auto tx = co_await pool.begin(runtime::within(release_within));
    co_await release(tx, lot.value(), owner.value());
    jobs::complete(tx, j);
    co_await tx.commit();
}

}  // namespace

awaitable<bool> release(pg::transaction& tx, lot_id lot, account_id owner) {
    const auto found = co_await repository::lock_live(tx, lot, owner);
    if (!found) co_return false;
    co_await set_free(tx, *found);
    co_return found->state == state::active;
}

void release_later(pg::transaction& tx, lot_id lot, account_id owner) {
    jobs::enqueue(tx, release_kind, {{"lot", lot.text()}, {"owner", owner.text()}});
}

jobs::registration release_job() {
    jobs::registration r;
    r.kind = release_kind;
    r.run = release_by_job;
    return r;
}

awaitable<bool> forfeit(pg::transaction& tx, lot_id lot, account_id owner, const options& chosen) {
    const auto found = co_await repository::lock_live(tx, lot, owner);
    if (!found || found->state != state::active) co_return false;
    const auto facts = co_await repository::read_lot(tx, lot, owner);
    ledger::posting p;
    p.subject = found->subject();
    p.key = p.subject + ":forfeited";
    p.reason = "deposit_forfeited";
    p.currency = found->amount.currency;
    std::optional<account_id> seller;
    if (chosen.forfeited_to == "seller" && facts) seller = facts->seller;
    const auto to = seller ? ledger::wallet_of(*seller) : ledger::income_of("forfeits");
    p.entries = {{ledger::wallet_of(owner), -found->amount.amount}, {to, found->amount.amount}};
    const bool taken = co_await ledger::post_hold(tx, found->hold.value(), std::move(p));
    if (!taken) {  // the hold has outlived its time: the money is free already
        co_await set_free(tx, *found);
        co_return false;
    }
    repository::end(tx, found->id, state::forfeited);
    tell_forfeited(tx, *found, seller);
    co_return true;
}

void ask_always(pg::transaction& tx, account_id whom, instant until) { repository::set_owing(tx, whom, until); }

}  // namespace gavel::deposits
