// From the button to the books: what pays, what does not, and in which order things may come.
#include "modules/payments/tests/payments_fixture.hpp"

namespace gavel::payments {
namespace {

class payments_pgtest : public payments_fixture {};

TEST_F(payments_pgtest, a_card_pays) {
    const auto begun = open();
    EXPECT_EQ(begun.checkout_url, "https://pay.example/" + order());
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(by.last.return_url, "/api/v1/payments/" + begun.id.text() + "/return?lang=uk");
    approve(order());
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(attempts(), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(thing.paid_calls, 1);
    work();
    EXPECT_EQ(thing.paid_calls, 1) << "once";
    EXPECT_TRUE(begin().error().is(already_paid));
    const auto seen = run(payer.find(olena, begun.id, soon()));
    EXPECT_EQ(seen->of.what.lot, lot_id{8});
    EXPECT_EQ(seen->of.what.lot_title, "Лот | 5");
    EXPECT_EQ(seen->of.what.lots, 1);
    EXPECT_EQ(differences(), "");
}

TEST_F(payments_pgtest, refusals_are_clear) {
    by.set_up = false;
    EXPECT_TRUE(begin().error().is(not_set_up));
    by.set_up = true;
    EXPECT_TRUE(begin(john).error().is(http::not_found)) << "the thing decides";
    EXPECT_TRUE(run(payer.begin(olena, subject{"cake", 5}, language::uk, soon())).error().is(unknown_subject));
    thing.due.due.currency = *currency::parse("EUR");
    EXPECT_TRUE(begin().error().is(currency_not_taken));
    thing.due.due.currency = currency();
    thing.due.pay_until = server_now() + std::chrono::seconds(20);
    EXPECT_TRUE(begin().error().is(too_late_to_pay));
    EXPECT_EQ(by.opened, 0);
    EXPECT_EQ(db.scalar("select count(*) from payments"), "0");
}

TEST_F(payments_pgtest, an_open_page_is_shown_again) {
    const auto first = open(), again = open();
    EXPECT_EQ(first.checkout_url, again.checkout_url);
    EXPECT_EQ(by.opened, 1);
    db.execute("update payment_attempts set expires_at = clock_timestamp() + interval '1 minute'");
    const auto fresh = open();
    EXPECT_EQ(fresh.id, first.id);
    EXPECT_NE(fresh.checkout_url, first.checkout_url) << "its life is nearly over";
    EXPECT_EQ(attempts(), "pending pending");
}

TEST_F(payments_pgtest, another_bill_is_another_payment) {
    const auto first = open();
    const auto old = order();
    thing.due.due.amount = 7'000;
    const auto second = open();
    EXPECT_NE(second.id, first.id);
    EXPECT_EQ(state(first.id), "expired");
    approve(order());
    EXPECT_EQ(books(), "-7000 0 7000 0");
    // The page of the old bill is still there, and somebody pays on it.
    by.reverse_trouble = trouble::later;
    approve(old);
    EXPECT_EQ(books(), "-17000 0 7000 10000") << "on its way back";
    EXPECT_EQ(thing.paid_calls, 1);
    by.reverse_trouble = trouble::none;
    work();
    EXPECT_EQ(books(), "-7000 0 7000 0");
    EXPECT_EQ(state(second.id), "approved");
    EXPECT_EQ(by.orders[old].state, provider_state::reversed);
}

TEST_F(payments_pgtest, a_refused_card_may_be_followed_by_another) {
    const auto begun = open();
    const auto old = order();
    by.becomes(old, provider_state::declined, 1037);
    work();
    EXPECT_EQ(state(begun.id), "declined");
    EXPECT_EQ(run(payer.find(olena, begun.id, soon()))->of.decline, "no_funds");
    const auto again = open();
    EXPECT_EQ(again.id, begun.id);
    approve(order());
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(attempts(), "declined approved");
    // Hours later the gateway remembers the old one; and an old one may even turn out to be paid.
    EXPECT_TRUE(tell(message(old, "declined")));
    work();
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
}

TEST_F(payments_pgtest, nobody_opens_page_after_page) {
    for (int i = 0; i < 20; ++i) {
        open();
        db.execute("update payment_attempts set state = 'declined', check_at = null");
    }
    EXPECT_TRUE(begin().error().is(http::too_many_requests));
    EXPECT_EQ(by.opened, 20);
    db.execute("update payment_attempts set created_at = created_at - interval '1 hour'");
    EXPECT_TRUE(begin());
}

TEST_F(payments_pgtest, an_old_attempt_that_is_approved_late_is_given_back) {
    const auto begun = open();
    const auto old = order();
    db.execute("update payment_attempts set expires_at = clock_timestamp() + interval '1 minute'");
    open();
    approve(order());
    approve(old);
    EXPECT_EQ(attempts(), "approved approved");
    EXPECT_EQ(db.scalar("select string_agg(surplus::text, ' ' order by id) from payment_attempts"), "true false");
    work();
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(db.scalar("select refunded from payments"), "0") << "of the attempt that counts";
}

TEST_F(payments_pgtest, approved_after_it_expired_is_paid_all_the_same) {
    const auto begun = open();
    by.becomes(order(), provider_state::expired);
    work();
    EXPECT_EQ(state(begun.id), "expired");
    approve(order());
    EXPECT_EQ(attempts(), "expired") << "nobody asks any more";
    by.becomes(order(), provider_state::approved);
    EXPECT_TRUE(tell(message(order(), "approved")));
    work();
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
}

TEST_F(payments_pgtest, what_is_not_for_sale_any_more_is_given_back) {
    const auto begun = open();
    thing.for_sale = false;
    by.reverse_trouble = trouble::later;
    approve(order());
    EXPECT_EQ(state(begun.id), "refunding");
    EXPECT_EQ(books(), "-10000 0 0 10000");
    by.reverse_trouble = trouble::none;
    work();
    EXPECT_EQ(state(begun.id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(thing.refund_calls, 0) << "it took nothing";
}

TEST_F(payments_pgtest, other_amounts_and_currencies_are_never_granted) {
    struct row {
        const char* kind;
        std::function<void(provider_order&)> change;
    };
    const row rows[] = {{"amount_differs", [](provider_order& o) { o.amount = 1; }},
                        {"currency_differs", [](provider_order& o) { o.currency = "USD"; }},
                        {"amount_differs", [](provider_order& o) { o.actual_amount = 9'999; }},
                        {"amount_differs", [](provider_order& o) { o.actual_amount.reset(); }},
                        {"converted", [](provider_order& o) { o.actual_currency = "EUR"; }},
                        {"refunded_elsewhere", [](provider_order& o) { o.reversed = 100; }}};
    for (const auto& each : rows) {
        db.execute("truncate payment_events, payment_operations, payment_differences, payment_attempts, payments");
        const auto begun = open();
        by.becomes(order(), provider_state::approved);
        each.change(by.orders[order()]);
        work();
        EXPECT_EQ(attempts(), "disputed") << each.kind;
        EXPECT_EQ(state(begun.id), "pending") << each.kind;
        EXPECT_EQ(differences(), each.kind);
        EXPECT_EQ(books(), "0 0 0 0");
        EXPECT_TRUE(begin().error().is(under_review)) << "nobody pays twice while it is looked at";
        const auto id = *difference_id::parse(db.scalar("select max(id) from payment_differences"));
        EXPECT_TRUE(run(desk.resolve(id, john, "Повернено в порталі", soon())));
        EXPECT_EQ(differences(), "");
        EXPECT_EQ(state(begun.id), "declined");
        EXPECT_TRUE(begin());
    }
    EXPECT_EQ(thing.paid_calls, 0);
}

TEST_F(payments_pgtest, the_provider_is_silent_while_the_page_is_opened) {
    by.open_trouble = trouble::no_answer;
    EXPECT_TRUE(begin().error().is(provider_unavailable));
    EXPECT_EQ(attempts(), "unknown");
    by.open_trouble = trouble::none;
    const auto begun = open();
    EXPECT_EQ(attempts(), "unknown pending") << "nobody has the address of the first page";
    approve(order());
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    by.open_trouble = trouble::set_up;
}

TEST_F(payments_pgtest, the_provider_refuses_to_open_the_page) {
    by.open_trouble = trouble::set_up;
    EXPECT_TRUE(begin().error().is(provider_unavailable));
    EXPECT_EQ(attempts(), "failed");
    EXPECT_EQ(db.scalar("select state || ' ' || decline from payments"), "declined provider_error");
    by.open_trouble = trouble::none;
    EXPECT_TRUE(begin());
    EXPECT_EQ(db.scalar("select count(*) from payments"), "1");
}

TEST_F(payments_pgtest, the_provider_is_down_while_we_ask) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    by.down = true;
    work();
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(books(), "0 0 0 0");
    by.down = false;
    work();
    EXPECT_EQ(state(begun.id), "approved");
}

TEST_F(payments_pgtest, a_message_before_the_page_is_opened_is_not_lost) {
    by.before_answer = [&](const std::string& of) {
        db.execute("update payment_attempts set asked = asked + 1 where provider_order = '" + of + "'");
    };
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    EXPECT_EQ(run(hand.run_once()), 1) << "due at once, since somebody asked meanwhile";
    EXPECT_EQ(state(begun.id), "approved");
}

TEST_F(payments_pgtest, an_order_that_stays_open_beyond_its_end_is_for_a_person) {
    open();
    db.execute("update payment_attempts set created_at = created_at - interval '3 days', expires_at = expires_at - interval '3 days'");
    work();
    EXPECT_EQ(differences(), "no_answer_after_end");
    EXPECT_EQ(db.scalar("select check_at is null from payment_attempts"), "t");
    work();
    EXPECT_EQ(db.scalar("select count(*) from payment_differences"), "1");
}

TEST_F(payments_pgtest, a_paid_attempt_is_compared_after_a_day) {
    open();
    approve(order());
    by.listed_charged = 9'000;
    db.execute("update payment_attempts set created_at = created_at - interval '25 hours'");
    work();
    EXPECT_EQ(differences(), "totals_differ");
    EXPECT_EQ(db.scalar("select audits from payment_attempts"), "1");
    EXPECT_EQ(books(), "-10000 0 10000 0");
}

TEST_F(payments_pgtest, an_approval_is_never_undone) {
    const auto begun = open();
    approve(order());
    for (const auto s : {provider_state::declined, provider_state::expired, provider_state::created, provider_state::processing}) {
        by.becomes(order(), s);
        work();
        EXPECT_EQ(state(begun.id), "approved");
    }
    EXPECT_EQ(differences(), "status_went_back status_went_back status_went_back status_went_back");
    EXPECT_EQ(books(), "-10000 0 10000 0");
}

TEST_F(payments_pgtest, the_check_names_what_the_ledger_does_not_have) {
    open();
    approve(order());
    db.execute("update payment_attempts set captured = captured - 1");
    std::string rules;
    for (const auto& each : run(check(pool, soon()))) rules += each.rule + " ";
    EXPECT_EQ(rules, "attempt_unposted provider_differs ");
    db.execute("update payment_attempts set captured = 0, state = 'declined'");
    rules.clear();
    for (const auto& each : run(check(pool, soon()))) rules += each.rule + " ";
    EXPECT_EQ(rules, "charge_unknown provider_differs ");
    db.execute("update payment_attempts set captured = amount, state = 'approved'");
}

TEST_F(payments_pgtest, only_the_payer_sees_a_payment) {
    const auto begun = open();
    EXPECT_FALSE(run(payer.find(john, begun.id, soon())));
    const auto seen = run(payer.find(olena, begun.id, soon()));
    EXPECT_EQ(seen->checkout_url, begun.checkout_url);
    EXPECT_EQ(seen->of.return_path, "/things/5");
}

TEST_F(payments_pgtest, coming_back_makes_the_provider_be_asked_but_not_again_and_again) {
    const auto begun = open();
    EXPECT_EQ(run(hand.run_once()), 0);
    run(payer.came_back(begun.id, soon()));
    EXPECT_EQ(run(hand.run_once()), 1);
    run(payer.came_back(begun.id, soon()));
    EXPECT_EQ(run(hand.run_once()), 0) << "asked a moment ago";
}

TEST_F(payments_pgtest, a_hold_is_charged_or_let_go) {
    thing.due.hold = true;
    const auto begun = open();
    EXPECT_TRUE(by.last.hold);
    approve(order());
    EXPECT_EQ(state(begun.id), "held");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(thing.held_calls, 1);
    const auto take = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        const auto o = co_await begin_capture(tx, things, begun.id, 4'000, "Завдаток", "take-1");
        EXPECT_TRUE(o);
        co_await tx.commit();
    };
    run(take());
    work();
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-4000 0 4000 0");
    EXPECT_EQ(operations(), "done");
}

TEST_F(payments_pgtest, a_hold_that_is_let_go_tells_the_thing) {
    thing.due.hold = true;
    const auto begun = open();
    approve(order());
    const auto let_go = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        const auto o = co_await begin_release(tx, things, begun.id, "Не переміг", "free-1");
        EXPECT_TRUE(o);
        co_await tx.commit();
    };
    run(let_go());
    work();
    EXPECT_EQ(state(begun.id), "released");
    EXPECT_EQ(thing.released_calls, 1);
    EXPECT_EQ(operations(), "done");
    EXPECT_EQ(books(), "0 0 0 0");
}

}  // namespace
}  // namespace gavel::payments
