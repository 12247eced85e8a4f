// Payments on a database, with a provider and a thing that do as they are told.
#pragma once
#include "modules/payments/callbacks.hpp"
#include "modules/payments/check.hpp"
#include "modules/payments/errors.hpp"
#include "modules/payments/moderation.hpp"
#include "modules/payments/refunds.hpp"
#include "modules/payments/service.hpp"
#include "modules/payments/tests/fake_provider.hpp"
#include "modules/payments/worker.hpp"
#include "platform/fondy/signature.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gavel::payments {

inline options settings_of_tests() {
    options o;
    o.merchant_id = "1396424";
    o.key = "test";
    return o;
}

class payments_fixture : public gavel::test::pg_test {
protected:
    payments_fixture() {
        db.execute(R"sql(
            insert into accounts (email, password_hash, display_name, language) values
                ('olena@example.com', 'x', 'Olena', 'uk'), ('john@example.com', 'x', 'John', 'en');
        )sql");
        things.add(thing);
        thing.due.payer = olena;
        thing.due.due = {10'000, currency()};
        thing.due.title = "Лот | 5";
        thing.due.what.lot = lot_id{8};
        thing.due.what.lot_title = "Лот | 5";
        thing.due.what.lots = 1;
        thing.due.return_path = "/things/5";
        thing.due.pay_until = server_now() + std::chrono::hours(48);
    }

    void TearDown() override {
        for (const auto& each : run(check(pool, soon()))) ADD_FAILURE() << each.rule << ": " << each.what;
    }

    result<started> begin(account_id who = account_id{1}) { return run(payer.begin(who, subject{"thing", 5}, language::uk, soon())); }
    started open() {
        auto begun = begin();
        if (!begun) throw std::runtime_error("refused: " + std::string(begun.error().kind().slug));
        return *begun;
    }
    std::string order() { return by.last.order; }
    // Whatever waits is due now.
    std::int64_t work() {
        db.execute(
            "update payment_attempts set check_at = clock_timestamp() where check_at is not null;"
            "update payment_operations set next_at = clock_timestamp() where state = 'waiting'");
        return run(hand.run_once());
    }
    void approve(const std::string& of) {
        by.becomes(of, provider_state::approved);
        work();
    }
    result<operation> refund(payment_id id, std::int64_t amount, std::string key = "k1") {
        const auto all = [&]() -> awaitable<result<operation>> {
            auto tx = co_await pool.begin(soon());
            auto begun = co_await begin_refund(tx, things, id, amount, "За згодою", key);
            if (begun) co_await tx.commit();
            co_return begun;
        };
        return run(all());
    }
    std::string state(payment_id id) { return db.scalar("select state from payments where id = " + id.text()); }
    std::string attempts() { return db.scalar("select coalesce(string_agg(state, ' ' order by id), '') from payment_attempts"); }
    std::string differences() {
        return db.scalar("select coalesce(string_agg(kind, ' ' order by id), '') from payment_differences where resolved_at is null");
    }
    std::string operations() { return db.scalar("select coalesce(string_agg(state, ' ' order by id), '') from payment_operations"); }
    // outside / wallet / escrow of the thing / on its way to the card
    std::string books() {
        EXPECT_EQ(db.scalar("select coalesce(sum(balance), 0) from ledger_books"), "0");
        return db.scalar(R"sql(
            select concat_ws(' ', coalesce(sum(balance) filter (where name = 'outside:fondy'), 0), coalesce(sum(balance) filter (where name like 'wallet:%'), 0),
                             coalesce(sum(balance) filter (where name = 'escrow:thing:5'), 0),
                             coalesce(sum(balance) filter (where name like 'escrow:refund:%'), 0)) from ledger_books)sql");
    }

    static std::string message(const std::string& order, const std::string& status, std::int64_t amount = 10'000,
                               const std::string& key = "test", const std::string& merchant = "1396424", const std::string& more = {},
                               const std::string& in = "UAH") {
        auto body = fmt::format(
            R"({{"order_id":"{}","merchant_id":{},"payment_id":1001,"amount":"{}","currency":"{}","order_status":"{}","response_status":"success"{}}})",
            order, merchant, amount, in, status, more);
        const auto signature = fondy::signature_of(*fondy::parse_raw(body), key);
        body.insert(body.size() - 1, R"(,"signature":")" + signature + "\"");
        return body;
    }
    result<bool> tell(std::string body, std::string from = "127.0.0.1") {
        return run(inbox.take(std::move(body), std::move(from), soon()));
    }

    const account_id olena{1}, john{2};
    payments::options settings = settings_of_tests();
    metrics::registry numbers;
    fake_provider by;
    fake_thing thing;
    payables things;
    service payer{pool, by, things, settings, numbers};
    callbacks inbox{pool, settings, numbers};
    worker hand{io, pool, by, things, settings, numbers};
    moderation desk{pool, by, things, settings};
};

}  // namespace gavel::payments
