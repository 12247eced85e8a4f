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
