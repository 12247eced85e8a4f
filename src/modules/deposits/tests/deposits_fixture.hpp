// Deposits with real bids: a seller, two bidders and one lot.
#pragma once
#include "modules/bidding/hammer.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/deposits/deposits.hpp"
#include "modules/deposits/errors.hpp"
#include "modules/deposits/limits.hpp"
#include "modules/deposits/payable.hpp"
#include "modules/deposits/refunding.hpp"
#include "modules/deposits/service.hpp"
#include "modules/deposits/worker.hpp"
#include "modules/ledger/check.hpp"
#include "platform/jobs/worker.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::deposits {

class deposits_fixture : public bidding::test::auction_test {
protected:
    deposits_fixture() {
        olena = account("olena");
        anna = account("anna");
        borys = account("borys");
        one = titled_lot();
    }

    // As everything that is published: a payment says what it is for.
    lot_id titled_lot() {
        const auto made = lot(olena);
        db.execute(fmt::format("update lots set title = 'Монета' where id = {}", made.value));
        return made;
    }

    template <class Work>
    auto in_transaction(Work work) {
        using answer = typename decltype(work(std::declval<pg::transaction&>()))::value_type;
        const auto whole = [&]() -> boost::asio::awaitable<answer> {
            auto tx = co_await pool.begin(soon());
            auto done = co_await work(tx);
            co_await tx.commit();
            co_return done;
        };
        return run(whole());
    }

    static deposits::terms fixed(std::int64_t amount) { return {money{amount, {}}, std::nullopt}; }
    static deposits::terms share(std::int64_t percent) { return {std::nullopt, percent}; }
    std::int64_t required(lot_id of) {
        const auto found = run(deposits.look(of, std::nullopt, soon()));
        return found && found->required ? found->required->amount : 0;
    }
    void ask(deposits::terms wanted) { ASSERT_TRUE(run(deposits.ask(one, olena, false, wanted, soon()))); }

    void bring(account_id owner, std::int64_t amount) {
        const auto post = [&](pg::transaction& tx) {
            ledger::posting p;
            p.key = fmt::format("payment:{}:captured", ++payments_);
            p.reason = "payment";
            p.subject = "deposit:1";
            p.entries = {{ledger::outside("bank"), -amount}, {ledger::wallet_of(owner), amount}};
            return ledger::post(tx, std::move(p));
        };
        ASSERT_TRUE(in_transaction(post));
    }
    deposit make(account_id who) {
        const auto made = run(deposits.make(one, who, soon()));
        EXPECT_TRUE(made);
        return made->mine;
    }
    std::string code(const result<void>& r) { return r ? "" : std::string(r.error().kind().slug); }
    std::string take_back(account_id who) { return code(run(deposits.take_back(one, who, soon()))); }
    std::string states() { return db.scalar("select coalesce(string_agg(state, ' ' order by id), '') from deposits"); }
    std::string wallet(account_id who) {
        return db.scalar(fmt::format("select balance || '/' || reserved from ledger_books where name = 'wallet:{}'", who.value));
    }
    void close(lot_id which) {
        end_now(which);
        const auto fall = [](pg::transaction& tx) { return bidding::close_due(tx, {10, 100}); };
        EXPECT_EQ(in_transaction(fall).lots.size(), 1u);
    }
    std::int64_t sweep() { return run(hand.run_once()); }

    payments::arrival paid(const deposit& d, std::int64_t amount) {
        payments::arrival a;
        a.payment = payments::payment_id{1};
        a.of = {"deposit", d.id.value};
        a.payer = d.owner;
        a.amount = {amount, {}};
        return a;
    }
    bool on_paid(const payments::arrival& a) {
        return in_transaction([&](pg::transaction& tx) { return bills.on_paid(tx, a); });
    }
    bool on_refund(const payments::arrival& a) {
        return in_transaction([&](pg::transaction& tx) { return bills.on_refund(tx, a, a.amount); });
    }
    result<payments::bill> bill(const deposit& d, account_id who) {
        return in_transaction([&](pg::transaction& tx) { return bills.bill_of(tx, who, d.id.value); });
    }
    bool released(account_id who) {
        return in_transaction([&](pg::transaction& tx) { return deposits::release(tx, one, who); });
    }
    void release_later(account_id who) {
        in_transaction([&](pg::transaction& tx) -> boost::asio::awaitable<bool> {
            deposits::release_later(tx, one, who);
            co_return true;
        });
        jobs::worker worker(io, pool, jobs::options());
        worker.add(release_job());
        EXPECT_EQ(run(worker.run_once()).done, 1);
    }
    bool forfeited(account_id who) {
        return in_transaction([&](pg::transaction& tx) { return deposits::forfeit(tx, one, who, chosen); });
    }
    // "account:kind[:reason]" of what was told, in order.
    std::string news() {
        return db.scalar(
            "select coalesce(string_agg(a.display_name || ':' || (e->>'event') || coalesce(':' || (e->>'reason'), ''), ' ' order by j.id, "
            "n), '')"
            " from jobs j, jsonb_array_elements(payload->'events') with ordinality as es (e, n) join accounts a on a.id = "
            "(e->>'account')::bigint"
            " where e->>'event' like 'deposit%'");
    }
    void expect_sound_books() {
        for (const auto& each : run(ledger::check(pool, soon())).findings) ADD_FAILURE() << each.rule << ": " << each.what;
    }

    deposits::options chosen;
    service deposits{pool, chosen};
    deposit_payable bills{chosen};
    worker hand{pool, chosen, here.numbers};
    account_id olena, anna, borys;
    lot_id one;

private:
    int payments_ = 0;
};

}  // namespace gavel::deposits
