// Messages that come by themselves: forged, repeated, re-ordered, cut short, of others.
#include "modules/payments/tests/payments_fixture.hpp"

namespace gavel::payments {
namespace {

class callbacks_pgtest : public payments_fixture {
protected:
    std::string events() { return db.scalar("select count(*) from payment_events where source = 'callback'"); }
};

TEST_F(callbacks_pgtest, a_message_is_only_a_reason_to_ask) {
    const auto begun = open();
    EXPECT_TRUE(tell(message(order(), "approved")));
    EXPECT_EQ(state(begun.id), "pending") << "the provider itself has not said so";
    EXPECT_EQ(run(hand.run_once()), 1) << "but is asked at once";
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(books(), "0 0 0 0");
    by.becomes(order(), provider_state::approved);
    work();
    EXPECT_EQ(state(begun.id), "approved");
}

TEST_F(callbacks_pgtest, forged_ones_change_nothing) {
    const auto begun = open();
    auto changed = message(order(), "approved");
    changed.replace(changed.find("10000"), 5, "20000");
    const auto whole = message(order(), "approved");
    for (const auto& each : {message(order(), "approved", 10'000, "wrong"), message(order(), "approved", 10'000, "test", "700001"), changed,
                             whole.substr(0, whole.size() / 2), std::string("<html>"), std::string(), std::string("{}"), std::string("[1]"),
                             std::string("\xff\xfe")})
        EXPECT_TRUE(tell(each).error().is(bad_signature)) << each;
    EXPECT_EQ(run(hand.run_once()), 0);
    EXPECT_EQ(events(), "0");
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(books(), "0 0 0 0");
    // Nor do they take away what was paid.
    approve(order());
    const auto back = message(order(), "reversed");
    for (const auto& each : {message(order(), "declined", 10'000, "wrong"), message(order(), "reversed", 10'000, "wrong"),
                             back.substr(0, back.size() - 1), back.substr(0, back.find(",\"signature"))})
        EXPECT_TRUE(tell(each).error().is(bad_signature)) << each;
    EXPECT_EQ(run(hand.run_once()), 0);
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(differences(), "");
}

TEST_F(callbacks_pgtest, the_message_comes_before_the_payer_does) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    EXPECT_TRUE(tell(message(order(), "approved")));
    EXPECT_EQ(run(hand.run_once()), 1);
    EXPECT_EQ(state(begun.id), "approved") << "nobody has to come back for it";
    EXPECT_EQ(books(), "-10000 0 10000 0");
    run(payer.came_back(begun.id, soon()));
    EXPECT_EQ(run(hand.run_once()), 0) << "there is nothing to ask any more";
    EXPECT_FALSE(run(payer.find(olena, begun.id, soon()))->checkout_url);
    EXPECT_TRUE(begin().error().is(already_paid));
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(thing.paid_calls, 1);
}

TEST_F(callbacks_pgtest, an_old_attempt_is_approved_after_a_new_one) {
    const auto begun = open();
    const auto old = order();
    db.execute("update payment_attempts set expires_at = clock_timestamp() + interval '1 minute'");
    open();
    const auto fresh = order();
    const auto happens = [&](const std::string& which) {
        by.becomes(which, provider_state::approved);
        EXPECT_TRUE(tell(message(which, "approved")));
        while (run(hand.run_once()) > 0) {}
    };
    happens(fresh);
    EXPECT_EQ(attempts(), "pending approved");
    happens(old);
    EXPECT_EQ(attempts(), "approved approved");
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0") << "what came twice has gone back once";
    EXPECT_EQ(by.orders[old].state, provider_state::reversed);
    EXPECT_EQ(by.orders[fresh].reversed, 0);
    // The messages about its way back, and the first ones once more, change nothing.
    for (const auto& each : {message(old, "reversed"), message(old, "approved"), message(fresh, "approved"), message(old, "declined")}) {
        EXPECT_TRUE(tell(each));
        work();
    }
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(thing.paid_calls, 1);
    EXPECT_EQ(differences(), "");
}

TEST_F(callbacks_pgtest, of_an_old_bill_that_is_approved_after_the_new_one) {
    open();
    const auto old = order();
    thing.due.due.amount = 7'000;
    const auto second = open();
    by.becomes(order(), provider_state::approved);
    EXPECT_TRUE(tell(message(order(), "approved", 7'000)));
    run(hand.run_once());
    by.becomes(old, provider_state::approved);
    EXPECT_TRUE(tell(message(old, "approved")));
    while (run(hand.run_once()) > 0) {}
    EXPECT_EQ(state(second.id), "approved");
    EXPECT_EQ(books(), "-7000 0 7000 0");
    EXPECT_EQ(by.orders[old].reversed, 10'000);
    EXPECT_EQ(thing.paid_calls, 1);
}

TEST_F(callbacks_pgtest, after_its_end_and_the_end_of_the_sale_the_money_goes_back) {
    const auto begun = open();
    by.becomes(order(), provider_state::expired);
    EXPECT_TRUE(tell(message(order(), "expired")));
    run(hand.run_once());
    EXPECT_EQ(state(begun.id), "expired");
    EXPECT_EQ(books(), "0 0 0 0");
    thing.for_sale = false;
    by.becomes(order(), provider_state::approved);
    EXPECT_TRUE(tell(message(order(), "approved")));
    while (run(hand.run_once()) > 0) {}
    EXPECT_EQ(state(begun.id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(by.orders[order()].reversed, 10'000);
    EXPECT_TRUE(tell(message(order(), "expired", 10'000, "test", "1396424", R"(,"rrn":"1")")));
    work();
    EXPECT_EQ(state(begun.id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
}

// Whatever a signed message says: the answer to our own question counts, for better and for worse.
TEST_F(callbacks_pgtest, another_sum_or_currency_in_the_message) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    for (const auto& each : {message(order(), "approved", 1), message(order(), "approved", 10'000, "test", "1396424", {}, "USD")}) {
        EXPECT_TRUE(tell(each));
        run(hand.run_once());
        EXPECT_EQ(state(begun.id), "approved");
        EXPECT_EQ(books(), "-10000 0 10000 0");
    }
    EXPECT_EQ(thing.paid_calls, 1);
    EXPECT_EQ(differences(), "");
}

TEST_F(callbacks_pgtest, a_good_message_about_another_sum_or_currency) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    by.orders[order()].actual_amount = 1;
    EXPECT_TRUE(tell(message(order(), "approved")));
    run(hand.run_once());
    by.orders[order()].actual_amount = 10'000;
    by.orders[order()].currency = "USD";
    EXPECT_TRUE(tell(message(order(), "approved", 10'000, "test", "1396424", R"(,"rrn":"1")")));
    run(hand.run_once());
    EXPECT_EQ(attempts(), "disputed") << "a person decides, whatever comes after";
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(differences(), "amount_differs");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(thing.paid_calls, 0);
}

TEST_F(callbacks_pgtest, the_provider_is_down_when_we_ask_and_comes_back) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    by.down = true;
    EXPECT_TRUE(tell(message(order(), "approved")));
    EXPECT_EQ(run(hand.run_once()), 1);
    for (int i = 0; i < 5; ++i) work();
    EXPECT_EQ(state(begun.id), "pending");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(differences(), "");
    by.down = false;
    EXPECT_TRUE(tell(message(order(), "approved"))) << "repeated, so no new reason to ask";
    work();
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(thing.paid_calls, 1);
}

TEST_F(callbacks_pgtest, the_provider_is_slow_and_its_answer_is_old_when_it_comes) {
    const auto begun = open();
    by.becomes(order(), provider_state::processing);
    worker other(io, pool, by, things, settings, numbers);
    by.meanwhile = [&]() -> awaitable<void> {
        by.becomes(order(), provider_state::approved);
        auto told = message(order(), "approved");
        co_await inbox.take(std::move(told), "127.0.0.1", soon());
        co_await other.run_once();
        EXPECT_EQ(state(begun.id), "approved");
    };
    work();
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(differences(), "") << "it took nothing back, it was late";
    EXPECT_EQ(run(hand.run_once()), 1) << "but one asks again, to be sure";
    EXPECT_EQ(differences(), "");
    by.becomes(order(), provider_state::declined);
    work();
    EXPECT_EQ(differences(), "status_went_back") << "a fresh one counts";
    EXPECT_EQ(state(begun.id), "approved");
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(thing.paid_calls, 1);
}

TEST_F(callbacks_pgtest, repeated_and_re_ordered_ones_end_in_the_same_state) {
    const auto begun = open();
    by.becomes(order(), provider_state::approved);
    const auto early = message(order(), "processing"), good = message(order(), "approved"), stale = message(order(), "declined");
    for (const auto& each : {good, good, early, stale, good, early}) {
        EXPECT_TRUE(tell(each));
        run(hand.run_once());
        EXPECT_EQ(state(begun.id), "approved");
    }
    EXPECT_EQ(events(), "3");
    EXPECT_EQ(thing.paid_calls, 1);
    EXPECT_EQ(books(), "-10000 0 10000 0");
    EXPECT_EQ(differences(), "");
}

TEST_F(callbacks_pgtest, a_form_and_protocol_2_are_understood) {
    open();
    const auto data = fondy::encode_base64(R"({"order":{"order_id":")" + order() +
                                           R"(","merchant_id":1396424,"order_status":"approved","amount":"10000","currency":"UAH"}})");
    EXPECT_TRUE(tell(R"({"version":"2.0","data":")" + data + R"(","signature":")" + fondy::signature_of_data(data, "test") + "\"}"));
    EXPECT_TRUE(tell("order_id=" + order() +
                     "&merchant_id=1396424&order_status=approved&signature=" + fondy::sha1_hex("test|1396424|" + order() + "|approved")));
    EXPECT_EQ(events(), "2");
    EXPECT_EQ(db.scalar("select count(*) from payment_events where attempt_id is not null and source = 'callback'"), "2");
}

TEST_F(callbacks_pgtest, an_unknown_order_is_taken_and_told_to_the_operator) {
    EXPECT_TRUE(tell(message("somebody-elses", "approved")));
    EXPECT_TRUE(tell(message("somebody-elses", "approved")));
    EXPECT_EQ(differences(), "unknown_order");
    EXPECT_EQ(events(), "1");
}

TEST_F(callbacks_pgtest, only_from_the_addresses_that_were_set) {
    settings.callback_addresses = "54.154.216.60, 10.0.0.0/8";
    callbacks strict(pool, settings, numbers);
    open();
    const auto from = [&](const std::string& address) { return run(strict.take(message(order(), "approved"), address, soon())); };
    EXPECT_TRUE(from("203.0.113.9").error().is(not_from_provider));
    EXPECT_TRUE(from("54.154.216.60"));
    EXPECT_TRUE(from("10.1.2.3"));
    settings.key.clear();
    EXPECT_TRUE(from("10.1.2.3").error().is(not_set_up));
}

TEST_F(callbacks_pgtest, a_full_reversal_by_message_is_no_payment) {
    const auto begun = open();
    approve(order());
    ASSERT_TRUE(refund(begun.id, 10'000));
    work();
    EXPECT_TRUE(tell(message(order(), "reversed")));
    EXPECT_TRUE(tell(message(order(), "approved", 10'000, "test", "1396424", R"(,"reversal_amount":"10000")")));
    work();
    EXPECT_EQ(state(begun.id), "refunded");
    EXPECT_EQ(books(), "0 0 0 0");
    EXPECT_EQ(thing.paid_calls, 1);
}

}  // namespace
}  // namespace gavel::payments
