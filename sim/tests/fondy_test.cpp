// The simulated gateway's rules: what it refuses and in which order, what a card, a reversal and a capture do.
#include "platform/fondy/answers.hpp"
#include "platform/fondy/requests.hpp"
#include "platform/fondy/signature.hpp"
#include "sim/fondy/order.hpp"
#include "sim/fondy/wire.hpp"

#include <gtest/gtest.h>

namespace gavel::sim::fondy {
namespace {

using gavel::fondy::parse_raw;

order fresh(bool delayed = false, bool preauth = false) {
    order o;
    o.id = "g-1";
    o.merchant = "1396424";
    o.payment = 8052;
    o.amount = 10'000;
    o.currency = "UAH";
    o.delayed = delayed;
    o.preauth = preauth;
    return o;
}

constexpr auto good = "4444555511116666", bad = "4444111155556666";

TEST(fondy_order, a_card_decides) {
    auto o = fresh();
    pay(o, bad, 1);
    EXPECT_EQ(o.status, "declined");
    pay(o, good, 2);
    EXPECT_EQ(o.status, "declined") << "one attempt";
    auto patient = fresh(true);
    pay(patient, bad, 1);
    EXPECT_EQ(patient.status, "processing");
    EXPECT_EQ(patient.response_code, 1000);
    pay(patient, "4242424242424242", 2);
    EXPECT_EQ(patient.response_code, 1015);
    pay(patient, good, 3);
    EXPECT_EQ(patient.status, "approved");
    EXPECT_EQ(patient.response_code, 0);
    expire(patient);
    EXPECT_EQ(patient.status, "approved");
}

TEST(fondy_order, an_end_without_a_card_is_expired_and_after_a_refusal_declined) {
    auto untouched = fresh(true), refused = fresh(true);
    pay(refused, bad, 1);
    expire(untouched);
    expire(refused);
    EXPECT_EQ(untouched.status, "expired");
    EXPECT_EQ(refused.status, "declined");
}

TEST(fondy_order, reversals_add_up_and_repeat_by_their_number) {
    auto o = fresh();
    pay(o, good, 1);
    reversal r;
    EXPECT_EQ(reverse(o, 4'000, "a", false, 2, r), 0);
    EXPECT_EQ(reverse(o, 4'000, "a", false, 3, r), 0);
    EXPECT_EQ(r.transaction, 2);
    EXPECT_EQ(o.reversed, 4'000);
    EXPECT_EQ(o.status, "approved");
    EXPECT_EQ(reverse(o, 6'001, "b", false, 4, r), 0);
    EXPECT_EQ(r.status, "declined");
    EXPECT_EQ(reverse(o, 1, "c", true, 5, r), 1069);
    reversal rest;
    EXPECT_EQ(reverse(o, 6'000, "d", false, 6, rest), 0);
    EXPECT_EQ(o.status, "reversed");
    EXPECT_EQ(reverse(o, 1, "e", false, 7, r), 1086);
}

TEST(fondy_order, a_hold_is_captured_once_or_let_go_whole) {
    auto o = fresh(false, true);
    reversal r;
    EXPECT_EQ(capture(o, 1, 1), 1019);
    pay(o, good, 1);
    EXPECT_EQ(reverse(o, 1, "a", false, 2, r), 1084);
    EXPECT_EQ(capture(o, 10'001, 3), 1023);
    EXPECT_EQ(capture(o, 4'000, 3), 0);
    EXPECT_EQ(capture(o, 4'000, 4), 0);
    EXPECT_EQ(capture(o, 4'001, 5), 1109);
    EXPECT_EQ(reverse(o, 4'000, "b", false, 6, r), 0);
    EXPECT_EQ(o.status, "reversed");
}

TEST(fondy_wire, an_answer_is_signed_and_read_whatever_the_order_of_its_keys) {
    std::mt19937 random(1);
    auto o = fresh();
    pay(o, good, 1);
    std::string first;
    for (int i = 0; i < 5; ++i) {
        const auto text = signed_object(order_members(o, random), "test", true);
        if (i == 0) first = text;
        else EXPECT_NE(text, first);
        const auto e = gavel::fondy::open_envelope(text, "test");
        ASSERT_TRUE(e && e->is_signed) << text;
        const auto facts = gavel::fondy::read_order(e->content);
        ASSERT_TRUE(facts);
        EXPECT_EQ(facts->actual_amount, 10'000);
        EXPECT_NE(text.find("is_**********"), std::string::npos) << "the key is masked inside other words too";
        EXPECT_TRUE(gavel::fondy::open_envelope(signed_form(order_members(o, random), "test"), "test")->is_signed);
        EXPECT_TRUE(gavel::fondy::open_envelope(signed_data(order_members(o, random), "test"), "test")->is_signed);
    }
    EXPECT_EQ(major_units(100), "1.0");
    EXPECT_EQ(major_units(1025), "10.25");
}

std::string request(const std::string& more, const std::string& key = "test") {
    auto flat = "{" + more + "}";
    const auto signature = gavel::fondy::signature_of(parse_raw(flat).value(), key);
    flat.insert(flat.size() - 1, R"(,"signature":")" + signature + "\"");
    return R"({"request":)" + flat + "}";
}

TEST(fondy_wire, refuses_in_the_order_of_the_gateway) {
    const std::string merchant_only = R"("merchant_id":1396424,)", head = merchant_only + R"("order_id":"a","order_desc":"b",)";
    struct row {
        std::string body;
        int code;
    };
    const row rows[] = {{"", 1010},
                        {"{}", 1010},
                        {"<xml/>", 1010},
                        {request(R"("merchant_id":42)"), 1016},
                        {request(merchant_only + R"("order_id":"a|","amount":1)", "x"), 1011},
                        {request(merchant_only + R"("order_id":"","order_desc":"b|","amount":1,"currency":"XXX")", "x"), 1009},
                        {request(head + R"("amount":"1.5","currency":"XXX","lang":"|")", "x"), 1023},
                        {request(head + R"("amount":1,"currency":"XXX","product_id":"a|b")", "x"), 1034},
                        {request(head + R"("amount":1,"currency":"XXX")", "x"), 1014},
                        {request(head + R"("amount":1,"currency":"XXX")"), 1012},
                        {request(head + R"("amount":1,"currency":"UAH")"), 0}};
    for (const auto& each : rows) {
        call c;
        const auto wrong = read_call(each.body, "application/json", need::purchase, c);
        EXPECT_EQ(wrong ? wrong->code : 0, each.code) << each.body << (wrong ? wrong->message : "");
    }
    call c;
    EXPECT_EQ(read_call("{}", "text/xml", need::purchase, c)->code, 1021);
}

}  // namespace
}  // namespace gavel::sim::fondy
