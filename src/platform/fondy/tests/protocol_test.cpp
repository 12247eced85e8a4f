// Requests, answers, numbers and errors of the gateway as tables.
#include "platform/fondy/answers.hpp"
#include "platform/fondy/errors.hpp"
#include "platform/fondy/requests.hpp"
#include "platform/fondy/signature.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::fondy {
namespace {

const merchant ours{"1396424", "test", protocol::v1_0_1};

TEST(raw_json, numbers_keep_their_text) {
    const auto v = parse_raw(R"({"a":10.0,"b":1E2,"c":123456789012345678901234567890,"d":-0,"e":true,"f":null,"g":0.1000})");
    ASSERT_TRUE(v);
    EXPECT_EQ(v->text_of("a"), "10.0");
    EXPECT_EQ(v->text_of("b"), "1E2");
    EXPECT_EQ(v->text_of("c"), "123456789012345678901234567890");
    EXPECT_EQ(v->text_of("d"), "-0");
    EXPECT_EQ(v->text_of("e"), "true");
    EXPECT_EQ(v->text_of("f"), "");
    EXPECT_EQ(v->text_of("g"), "0.1000");
    EXPECT_EQ(v->text_of("nothing"), "");
}

TEST(raw_json, what_is_not_json_is_nothing) {
    for (const char* each : {"", " ", "{", R"({"a":1)", R"({"a":1}x)", R"({"a":1,"a":2})", R"({"a":01})", "{'a':1}", "\xff",
                             R"({"a":")"
                             "\xc3"
                             R"("})",
                             R"({"a":NaN})", "[[[[[[[[[[1]]]]]]]]]]"})
        EXPECT_FALSE(parse_raw(each)) << each;
    EXPECT_TRUE(parse_raw(" {\"a\" : [1, {\"b\": \"\\u0456\"}]} \n"));
}

TEST(requests, titles_are_cleaned) {
    EXPECT_EQ(cleaned_title("Лот|12\n\tодин"), "Лот/12  один");
    EXPECT_EQ(cleaned_title("  "), "Gavel");
    EXPECT_EQ(cleaned_title("\xff"), "Gavel");
    std::string longer, full;
    for (int i = 0; i < 300; ++i) longer += "ї";
    for (int i = 0; i < 199; ++i) full += "ї";
    EXPECT_EQ(cleaned_title(longer), full + "…");
}

checkout example() {
    checkout c;
    c.order = "g-1";
    c.title = "Лот | один";
    c.amount = 105000;
    c.currency = "UAH";
    c.response_url = "https://auction.example/api/v1/payments/7/return";
    c.callback_url = "https://auction.example/api/v1/payments/fondy/callback";
    c.lifetime_s = 3600;
    c.language = "uk";
    return c;
}

TEST(requests, a_checkout_is_signed_and_holds_documented_names_only) {
    const auto whole = parse_raw(request_body(ours, checkout_parameters(example())));
    ASSERT_TRUE(whole);
    const auto* r = whole->find("request");
    ASSERT_TRUE(r);
    EXPECT_TRUE(is_signed(*r, "test"));
    EXPECT_EQ(r->find("amount")->is, raw_value::kind::number);
    EXPECT_EQ(r->find("merchant_id")->is, raw_value::kind::number);
    EXPECT_EQ(r->text_of("order_desc"), "Лот / один");
    EXPECT_EQ(r->text_of("preauth"), "N");
    EXPECT_EQ(r->text_of("delayed"), "N");
    EXPECT_EQ(r->text_of("version"), "1.0.1");
    EXPECT_EQ(r->members.size(), 13u);
}

TEST(requests, protocol_2_is_an_envelope) {
    auto by = ours;
    by.version = protocol::v2_0;
    const auto whole = parse_raw(request_body(by, checkout_parameters(example())));
    ASSERT_TRUE(whole);
    const auto* r = whole->find("request");
    EXPECT_EQ(r->text_of("version"), "2.0");
    EXPECT_EQ(r->text_of("signature"), signature_of_data(r->text_of("data"), "test"));
    const auto inner = parse_raw(decode_base64(r->text_of("data")));
    ASSERT_TRUE(inner && inner->find("order"));
    EXPECT_EQ(inner->find("order")->text_of("amount"), "105000");
    EXPECT_EQ(inner->find("order")->text_of("merchant_id"), "1396424");
}

TEST(requests, reversals_are_those_of_the_vector) {
    const auto body = request_body(ours, reverse_parameters("a-7c1e_1", 5050, "UAH", "0b6a4f0e-1", "Повернення частини"));
    EXPECT_EQ(parse_raw(body)->find("request")->text_of("signature"), "6562dfc0d4a27bdb21011d6eb63490eca071dbc1");
    const auto capture = request_body(ours, capture_parameters("test_12343242113", 100, "UAH"));
    EXPECT_EQ(parse_raw(capture)->find("request")->text_of("signature"), "1efcb015c89da38977ae1e734aade413b95ca900");
    const auto status = request_body(ours, order_parameters("TestOrder2"));
    EXPECT_EQ(parse_raw(status)->find("request")->text_of("signature"), "bb0798a53ab63eb99584859ba46deb9d461b3993");
}

TEST(numbers, decimals_become_minor_units) {
    for (const auto& [text, units] :
         {std::pair{"1.0", 100}, {"0.5", 50}, {"10", 1000}, {"10.2", 1020}, {"10.20", 1020}, {"10.2000", 1020}, {"0", 0}})
        EXPECT_EQ(minor_units(text), units) << text;
    for (const char* each : {"", "1.", ".5", "1e2", "-1", "1.005", "1,5", "NaN", "99999999999999999", "1.0.0", "+1", " 1"})
        EXPECT_FALSE(minor_units(each)) << each;
    EXPECT_EQ(whole_number("0"), 0);
    EXPECT_EQ(whole_number("105000"), 105000);
    for (const char* each : {"", "-1", "1.0", "1e3", "9999999999999999", " 1", "0x1"}) EXPECT_FALSE(whole_number(each)) << each;
}

std::string order_json(const std::string& more) {
    return R"({"order_id":"g-1","merchant_id":1396424,"payment_id":8052,"currency":"UAH","amount":"1000",)" + more + "}";
}
std::optional<order_facts> facts(const std::string& more) { return read_order(*parse_raw(order_json(more))); }

TEST(answers, an_order_needs_what_decides) {
    EXPECT_TRUE(facts(R"("order_status":"created")"));
    EXPECT_FALSE(facts(R"("order_status":"paid")"));
    EXPECT_FALSE(facts(R"("response_status":"success")"));
    EXPECT_FALSE(facts(R"("order_status":"approved","reversal_amount":"1.5")"));
    EXPECT_FALSE(read_order(*parse_raw(R"({"order_id":"g-1","merchant_id":1,"order_status":"approved","amount":"10.0"})")));
    EXPECT_FALSE(read_order(*parse_raw(R"({"order_id":{"a":1},"merchant_id":1,"order_status":"approved","amount":"10"})")));
}

TEST(answers, a_hold_says_what_was_captured_in_major_units) {
    const auto hold = facts(R"("order_status":"approved","additional_info":"{\"capture_status\": \"hold\", \"capture_amount\": null}")");
    EXPECT_FALSE(hold->is_captured);
    const auto taken =
        facts(R"("order_status":"approved","additional_info":"{\"capture_status\": \"captured\", \"capture_amount\": 7.5}")");
    EXPECT_TRUE(taken->is_captured);
    EXPECT_EQ(taken->captured, 750);
}

TEST(answers, conversion_and_partial_reversals_are_seen) {
    const auto o =
        facts(R"("order_status":"approved","actual_amount":"15118","actual_currency":"USD","reversal_amount":"48","response_code":"")");
    EXPECT_EQ(o->actual_amount, 15118);
    EXPECT_EQ(o->actual_currency, "USD");
    EXPECT_EQ(o->reversed, 48);
    EXPECT_FALSE(facts(R"("order_status":"processing","actual_amount":"")")->actual_amount);
    EXPECT_EQ(facts(R"("order_status":"processing","response_code":1037)")->response_code, 1037);
}

TEST(answers, come_in_every_shape) {
    const auto wrapped = open_envelope(
        R"({"response":{"response_status":"failure","error_code":"1014","error_message":"Invalid signature","request_id":"x"}})", "test");
    ASSERT_TRUE(wrapped);
    EXPECT_EQ(wrapped->error_code, 1014);
    EXPECT_FALSE(wrapped->is_signed);
    EXPECT_EQ(open_envelope(R"({"response":{"response_status":"failure","error_code":1018}})", "test")->error_code, 1018);
    EXPECT_EQ(open_envelope(R"({"response":{"response_status":"failure"}})", "test")->error_code, 1) << "a failure without a code is one";

    // The form has the same values, so the same signature.
    const auto form = open_envelope(
        "order_id=TestOrder2&version=1.0.1&merchant_id=1396424&rrn=&signature=bb0798a53ab63eb99584859ba46deb9d461b3993", "test");
    ASSERT_TRUE(form);
    EXPECT_TRUE(form->is_signed);
    EXPECT_FALSE(open_envelope("order_id=1&order_id=2", "test"));

    const auto data =
        encode_base64(R"({"order":{"order_id":"p2-1","merchant_id":1396424,"order_status":"approved","amount":"100","currency":"UAH"}})");
    const auto v2 =
        open_envelope(R"({"version":"2.0","data":")" + data + R"(","signature":")" + signature_of_data(data, "test") + "\"}", "test");
    ASSERT_TRUE(v2);
    EXPECT_TRUE(v2->is_signed);
    EXPECT_EQ(read_order(v2->content)->order, "p2-1");
    EXPECT_FALSE(open_envelope(R"({"version":"2.0","data":"e30","signature":""})", "test")) << "broken base64";
    for (const char* each : {"", "<html>502</html>", "[]", "[1]", "null"}) {
        const auto e = open_envelope(each, "test");
        EXPECT_TRUE(!e || (!e->is_signed && !read_order(e->content))) << each;
    }
}

TEST(answers, operations_are_in_major_units) {
    const auto list =
        open_envelope(R"({"response":[{"transtype":"purchase","transaction_status":"approved","amount":"10.5","currency":"UAH"},)"
                      R"({"transtype":"reverse","transaction_status":"approved","amount":2.25,"currency":"UAH"}]})",
                      "test");
    ASSERT_TRUE(list);
    const auto lines = read_operations(list->content);
    ASSERT_TRUE(lines);
    EXPECT_EQ((*lines)[0].amount, 1050);
    EXPECT_EQ((*lines)[1].kind, "reverse");
    EXPECT_EQ((*lines)[1].amount, 225);
    EXPECT_FALSE(read_operations(*parse_raw(R"([{"transtype":"purchase","amount":"x"}])")));
    EXPECT_FALSE(read_operations(*parse_raw("{}")));
}

TEST(errors, have_a_class) {
    for (const auto& [code, kind] : {std::pair{1014, error_class::our_bug},
                                     {1016, error_class::configuration},
                                     {1013, error_class::idempotency},
                                     {1109, error_class::idempotency},
                                     {1018, error_class::not_found},
                                     {1037, error_class::payer},
                                     {1069, error_class::later},
                                     {1123, error_class::later},
                                     {1099, error_class::payout},
                                     {4242, error_class::unknown}})
        EXPECT_EQ(class_of(code), kind) << code;
    EXPECT_EQ(decline_of(1037), "no_funds");
    EXPECT_EQ(decline_of(1003), "wrong_card_data");
    EXPECT_EQ(decline_of(1105), "card_refused");
    EXPECT_EQ(decline_of(1002), "provider_error");
    EXPECT_EQ(decline_of(0), "other");
}

}  // namespace
}  // namespace gavel::fondy
