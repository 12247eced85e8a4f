// Two acts at once, and a long random walk of everybody: the books are in order at every step.
#include "modules/orders/limits.hpp"
#include "modules/orders/tests/market.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <cstdlib>
#include <random>

namespace gavel::orders {
namespace {

using testing::market;

class race_pgtest : public market {
protected:
    // Both are under way at once, on connections of their own.
    template <class A, class B>
    void at_once(A first, B second) {
        int ended = 0;
        const auto count = [&ended](std::exception_ptr failed) {
            ++ended;
            if (failed) std::rethrow_exception(failed);
        };
        boost::asio::co_spawn(io, std::move(first), count);
        boost::asio::co_spawn(io, std::move(second), count);
        io.restart();
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (ended < 2 && io.run_one_until(until) > 0) {}
        ASSERT_EQ(ended, 2);
    }
    template <class T>
    awaitable<void> keep(awaitable<T> work, std::optional<T>& into) {
        into.emplace(co_await std::move(work));
    }
};

TEST_F(race_pgtest, two_payments_of_one_order_pay_it_once) {
    for (int i = 0; i < 5; ++i) {
        const auto id = order_of(100'000, {{anna, 100'000}});
        choose_delivery(id);
        const auto total = look(id).in_money(look(id).total());
        std::optional<bool> one, other;
        at_once(keep(provider.charge(pool, id, anna, total, soon()), one), keep(provider.charge(pool, id, anna, total, soon()), other));
        EXPECT_NE(*one, *other);
        expect_books_in_order();
    }
}

TEST_F(race_pgtest, a_payment_and_the_sellers_cancellation_leave_no_money_behind) {
    for (int i = 0; i < 8; ++i) {
        const auto id = order_of(100'000, {{anna, 100'000}});
        choose_delivery(id);
        const auto total = look(id).in_money(look(id).total());
        std::optional<bool> paid;
        std::optional<result<void>> cancelled;
        if (i % 2 == 0)
            at_once(keep(provider.charge(pool, id, anna, total, soon()), paid),
                    keep(people.cancel(as(seller), id, "lot_gone", soon()), cancelled));
        else
            at_once(keep(people.cancel(as(seller), id, "lot_gone", soon()), cancelled),
                    keep(provider.charge(pool, id, anna, total, soon()), paid));
        EXPECT_TRUE(*cancelled);
        EXPECT_EQ(look(id).state, order_state::cancelled);
        EXPECT_EQ(provider.inside(), 0);
        expect_books_in_order();
    }
}

TEST_F(race_pgtest, completing_and_disputing_at_once_have_one_winner) {
    for (int i = 0; i < 5; ++i) {
        const auto id = shipped_order();
        std::optional<result<void>> done, disputed;
        at_once(keep(people.complete(as(anna), id, soon()), done),
                keep(people.dispute(as(anna), id, "damaged", "Чашка розбита", {}, key(), soon()), disputed));
        EXPECT_NE(done->has_value(), disputed->has_value());
        expect_books_in_order();
    }
}

TEST_F(race_pgtest, two_sweeps_open_one_order) {
    const auto lot = sell(100, {{anna, 100}});
    std::optional<std::optional<order_id>> one, other;
    at_once(keep(opened(lot), one), keep(opened(lot), other));
    EXPECT_NE(one->has_value(), other->has_value());
}

TEST_F(race_pgtest, two_workers_look_at_an_order_once) {
    const auto id = order_of(100'000, {{anna, 100'000}});
    pass("4 days");
    deadlines first(pool, h), second(pool, h);
    std::optional<std::int64_t> one, other;
    at_once(keep(first.run_once(), one), keep(second.run_once(), other));
    EXPECT_EQ(db.scalar(fmt::format("select count(*) from order_events where order_id = {} and kind = 'unpaid'", id.value)), "1");
    EXPECT_EQ(db.scalar("select count(*) from order_strikes"), "1");
}

TEST_F(race_pgtest, two_offers_of_an_unsold_lot_are_one) {
    for (int i = 0; i < 5; ++i) {
        const auto lot = leave_unsold(50'000, {{anna, 70'000}, {borys, 50'000}});
        std::optional<result<order_id>> one, other;
        at_once(keep(people.offer_unsold(as(seller), lot, {}, 1, soon()), one),
                keep(people.offer_unsold(as(seller), lot, {}, 1, soon()), other));
        EXPECT_NE(one->has_value(), other->has_value());
        EXPECT_EQ(refused(one->has_value() ? *other : *one), "order-lot-has-live-order");
    }
}

TEST_F(race_pgtest, an_unsold_lot_is_offered_or_listed_again) {
    for (int i = 0; i < 8; ++i) {
        const auto lot = leave_unsold(50'000, {{anna, 70'000}});
        const auto draft = draft_of(lot);
        std::optional<result<order_id>> offered;
        std::optional<bool> listed;
        if (i % 2 == 0) at_once(keep(people.offer_unsold(as(seller), lot, {}, 1, soon()), offered), keep(publish(draft), listed));
        else at_once(keep(publish(draft), listed), keep(people.offer_unsold(as(seller), lot, {}, 1, soon()), offered));
        EXPECT_NE(offered->has_value(), *listed);
    }
}

// GAVEL_TEST_SEED repeats a walk, GAVEL_TEST_STEPS makes it longer.
class walk_pgtest : public market {
protected:
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); }
    // Mostly one that is not over.
    order_id any() {
        const std::string which = below(4) == 0 ? "true" : "due_at is not null";
        const auto count = std::stoull(db.scalar("select count(*) from orders where " + which));
        if (count == 0) return order_id{1};
        return *order_id::parse(
            db.scalar(fmt::format("select id from orders where {} order by id offset {} limit 1", which, below(count))));
    }

    void new_lot() {
        const std::array all{anna, borys, vira};
        std::vector<std::pair<account_id, std::int64_t>> bidders;
        const auto first = below(3), count = below(3) + 1;
        std::int64_t max = 1'000 + static_cast<std::int64_t>(below(1'000'000));
        const auto price = max;
        for (std::size_t i = 0; i < count; ++i, max -= 7) bidders.emplace_back(all[(first + i) % 3], max);
        open_for(sell(price, bidders));
    }
    // As a buyer does it.
    void pay_in_order(order_id id) {
        (void)run(people.set_delivery(as(look(id).buyer), id, to_branch(), soon()));
        (void)run(payable_bill(id, look(id).buyer));
        pay(id);
    }
    void refund_by_an_operator(order_id id) {
        const auto o = look(id);
        if (!o.payment) return;
        run(given_back(o, 1 + static_cast<std::int64_t>(below(static_cast<std::size_t>(o.total())))));
    }
    awaitable<void> given_back(order o, std::int64_t amount) {
        auto tx = co_await pool.begin(soon());
        auto refund_key = fmt::format("operator:{}", ++refunds);
        co_await provider.refund(tx, *o.payment, o.in_money(amount), std::move(refund_key));
        co_await tx.commit();
    }
    void step() {
        const auto id = any();
        const auto o = look(id);
        const auto who = std::array{o.buyer, seller, moderator}[below(3)];
        provider.away = below(10) == 0;
        switch (below(40)) {
            case 0: new_lot(); break;
            case 1: (void)run(people.set_delivery(as(o.buyer), id, to_branch(), soon())); break;
            case 2: pay(id); break;
            case 3:
            case 4:
            case 5:
            case 6: pay_in_order(id); break;
            case 7:
            case 8:
            case 9:
            case 10: (void)run(people.ship(as(seller), id, std::nullopt, "20450912345678", soon())); break;
            case 11:
            case 12: (void)run(people.receive(as(o.buyer), id, soon())); break;
            case 13: (void)run(people.complete(as(o.buyer), id, soon())); break;
            case 14: (void)run(provider.charge(pool, id, o.buyer, uah(o.total() + 1), soon())); break;
            case 15: (void)run(people.ship(as(seller), id, std::nullopt, "20450912345678", soon())); break;
            case 16: (void)run(people.receive(as(who), id, soon())); break;
            case 17: (void)run(people.complete(as(who), id, soon())); break;
            case 18: (void)run(people.cancel(as(seller), id, "lot_gone", soon())); break;
            case 19: (void)run(people.cancel(as(o.buyer), id, "not_shipped", soon())); break;
            case 20: (void)run(people.dispute(as(who), id, "damaged", "Чашка розбита", {}, key(), soon())); break;
            case 21: (void)run(people.settle(as(moderator), id, "complete", std::nullopt, "Усе гаразд тут", soon())); break;
            case 22:
                (void)run(people.settle(as(moderator), id, "refund", uah(1 + static_cast<std::int64_t>(below(200'000))), "Частину назад",
                                        soon()));
                break;
            case 23: (void)run(people.settle(as(moderator), id, "refund", std::nullopt, "Усе повертаємо", soon())); break;
            case 24: (void)run(people.offer(as(seller), id, {}, {}, 1, soon())); break;
            case 25: (void)run(people.accept(as(o.buyer), id, soon())); break;
            case 26: (void)run(people.decline(as(o.buyer), id, soon())); break;
            case 27: (void)run(people.combine(as(o.buyer), {id, any()}, soon())); break;
            case 28: refund_by_an_operator(id); break;
            case 29: (void)run(people.set_shipping(as(seller), id, uah(static_cast<std::int64_t>(below(7'000))), soon())); break;
            case 30: run(people.choose_queue(seller, below(2) == 0, soon())); break;
            case 31:
            case 32: new_lot(); break;
            case 34:
            case 35:
            case 36: pay_in_order(id); break;
            case 37:
            case 33: (void)run(people.accept(as(o.buyer), id, soon())); break;
            default:
                pass(fmt::format("{} hours", below(below(6) == 0 ? 300 : 12) + 1));
                db.execute("update accounts set suspended_at = null, suspension_reason = null");  // or all are barred before long
                while (tick() > 0) {}
        }
    }
    // Money in = held + out + fees; no order is paid by two payments, no payment is lost.
    void expect_all_accounted_for() {
        expect_books_in_order();
        const auto held = std::stoll(db.scalar("select coalesce(sum(balance), 0) from ledger_books where kind in ('wallet', 'escrow')"));
        const auto fees = std::stoll(db.scalar("select coalesce(sum(balance), 0) from ledger_books where kind = 'income'"));
        EXPECT_EQ(provider.inside(), held + fees);
        EXPECT_EQ(db.scalar("select coalesce(sum(balance), 0) from ledger_books where kind = 'wallet' and account_id <> " + seller.text()),
                  "0")
            << "buyers' money is in escrow or back on their cards";
        std::map<std::int64_t, std::int64_t> takers;
        for (const auto& [id, paid] : provider.all()) {
            if (!paid.taken) continue;
            EXPECT_EQ(++takers[paid.of.value], 1) << "order " << paid.of.value << " was paid twice";
        }
    }

    std::mt19937_64 random;
    int refunds = 0;
};

TEST_F(walk_pgtest, money_in_is_held_or_out_or_fees_at_every_step) {
    const auto* given = std::getenv("GAVEL_TEST_SEED");
    const auto* wanted = std::getenv("GAVEL_TEST_STEPS");
    const std::uint64_t seed = given ? std::stoull(given) : std::random_device()();
    const int steps = wanted ? std::atoi(wanted) : 300;
    RecordProperty("seed", std::to_string(seed));
    SCOPED_TRACE(fmt::format("GAVEL_TEST_SEED={}", seed));
    fmt::print("GAVEL_TEST_SEED={}\n", seed);
    random.seed(seed);
    for (int i = 0; i < 4; ++i) new_lot();
    for (int i = 0; i < steps; ++i) {
        step();
        expect_all_accounted_for();
        if (HasFailure()) FAIL() << "step " << i;
    }
    fmt::print("{}\n", db.scalar("select string_agg(state || ' ' || n, ', ' order by state) from (select state, count(*) as n from orders "
                                 "group by state) as s"));
}

}  // namespace
}  // namespace gavel::orders
