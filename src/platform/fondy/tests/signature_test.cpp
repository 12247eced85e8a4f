// Signatures against what the gateway itself, or three official SDKs, made of the same values. Key "test".
#include "platform/fondy/signature.hpp"
#include "platform/fondy/answers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gavel::fondy {
namespace {

struct vector_row {
    const char* name;
    const char* json;  // as it is sent or received
    const char* text;  // what is signed, without the key
    const char* signature;
};

const vector_row vectors[] = {
    {"F1_create",
     R"({"order_id":"TestOrder2","merchant_id":1396424,"order_desc":"Test payment","amount":1000,"currency":"USD","server_callback_url":"http://myshop/callback/"})",
     "1000|USD|1396424|Test payment|TestOrder2|http://myshop/callback/", "91ea7da493a8367410fe3d7f877fb5e0ed666490"},
    {"F2_create",
     R"({"version":"1.0.1","order_id":"test_order_id_132412412","currency":"GEL","merchant_id":1396424,"order_desc":"Test order","amount":"10025","response_url":"https://example.com/thankyoupage","server_callback_url":"https://example.com/api/callback"})",
     "10025|GEL|1396424|Test order|test_order_id_132412412|https://example.com/thankyoupage|https://example.com/api/callback|1.0.1",
     "7f52380cefaf3cb793746e2deeb56cf7cd75d532"},
    {"F3_status", R"({"order_id":"TestOrder2","version":"1.0.1","merchant_id":1396424})", "1396424|TestOrder2|1.0.1",
     "bb0798a53ab63eb99584859ba46deb9d461b3993"},
    {"F4_capture", R"({"amount":100,"currency":"UAH","order_id":"test_12343242113","version":"1.0.1","merchant_id":1396424})",
     "100|UAH|1396424|test_12343242113|1.0.1", "1efcb015c89da38977ae1e734aade413b95ca900"},
    {"F5_reverse_answer",
     R"({"reverse_status":"approved","order_id":"test_12343242111","response_status":"success","reversal_amount":"16","merchant_id":1396424,"reverse_id":"","response_code":"","transaction_id":2011080263})",
     "1396424|test_12343242111|success|16|approved|2011080263", "3656398d3e2aaf83138223cf97ce497871495904"},
    {"F6_declined_answer",
     R"({"amount":"200","card_bin":444411,"card_type":"VISA","currency":"USD","masked_card":"444411XXXXXX6666","merchant_id":1396424,"order_id":"TestOrder238947272719","order_status":"declined","order_time":"27.09.2022 22:43:38","payment_id":526886172,"payment_system":"card","response_code":1000,"response_description":"General decline","response_status":"success","reversal_amount":"0","settlement_amount":"0","tran_type":"purchase","eci":"","rrn":""})",
     "200|444411|VISA|USD|444411XXXXXX6666|1396424|TestOrder238947272719|declined|27.09.2022 22:43:38|526886172|card|1000|General "
     "decline|success|0|0|purchase",
     "fd5d3d61698ad80e91415eea42180db91b90fddd"},
    {"F7_recurring",
     R"({"order_id":"test_recurring_payment123","order_desc":"Debit by token transaction","currency":"GEL","amount":4600,"rectoken":"I0wh7fBmFIdcY6K3Px2QugVrVR65sPafeZkPmRanOiRnXG","merchant_id":1549901})",
     "4600|GEL|1549901|Debit by token transaction|test_recurring_payment123|I0wh7fBmFIdcY6K3Px2QugVrVR65sPafeZkPmRanOiRnXG",
     "34cda2e7a60c5aee343515fde5deef5403f87f86"},
    {"F8_unicode",
     R"({"order_id":"a-7c1e_1","merchant_id":1396424,"order_desc":"Лот №12 «Стілець» — €100 ☕","amount":15050,"currency":"UAH","lang":"uk","sender_email":"оля@приклад.укр","server_callback_url":"https:\/\/auction.example\/pay\/fondy\/cb?x=1\u0026y=2"})",
     "15050|UAH|uk|1396424|Лот №12 «Стілець» — €100 ☕|a-7c1e_1|оля@приклад.укр|https://auction.example/pay/fondy/cb?x=1&y=2",
     "0c4e4e5e5eb85f96f8c710e371db5f2d197491cf"},
    {"F9_empties_and_zeros",
     R"({"order_id":"z0","merchant_id":1396424,"order_desc":" padded ","amount":0,"currency":"UAH","product_id":"0","merchant_data":"","sender_email":"","preauth":"Y","verification":"Y","verification_type":"amount","rectoken":null})",
     "0|UAH|1396424| padded |z0|Y|0|Y|amount", "3b4d68211b035365ce1dd4a3b7721494be332722"},
    {"F10_data_as_text",
     R"({"order_id":"lot-42:inv-7","merchant_id":1396424,"order_desc":"Lot 42","amount":999,"currency":"EUR","merchant_data":"{\"invoice\":\"7\",\"lines\":[1,2]}"})",
     R"(999|EUR|{"invoice":"7","lines":[1,2]}|1396424|Lot 42|lot-42:inv-7)", "ba4b9e13c4d0e52ca6de71a83059ab93712d9c55"},
    {"F11_reverse",
     R"({"order_id":"a-7c1e_1","merchant_id":1396424,"amount":5050,"currency":"UAH","comment":"Повернення частини","reverse_id":"0b6a4f0e-1","version":"1.0.1"})",
     "5050|Повернення частини|UAH|1396424|a-7c1e_1|0b6a4f0e-1|1.0.1", "6562dfc0d4a27bdb21011d6eb63490eca071dbc1"},
};

class signatures : public testing::TestWithParam<vector_row> {};
TEST_P(signatures, are_those_of_the_gateway) {
    const auto order = parse_raw(GetParam().json);
    ASSERT_TRUE(order);
    EXPECT_EQ(signed_text(*order, "test"), std::string("test|") + GetParam().text);
    EXPECT_EQ(signature_of(*order, "test"), GetParam().signature);
    auto with = *order;
    raw_value own;
    own.is = raw_value::kind::text;
    own.text = GetParam().signature;
    with.members.push_back({"signature", own});
    EXPECT_TRUE(is_signed(with, "test"));
    EXPECT_FALSE(is_signed(with, "testcredit"));
    with.members.front().value.text += "1";
    EXPECT_FALSE(is_signed(with, "test"));
}
INSTANTIATE_TEST_SUITE_P(vectors, signatures, testing::ValuesIn(vectors), [](const auto& row) { return row.param.name; });

const char* const p2_order =
    "eyJvcmRlciI6eyJvcmRlcl9pZCI6InAyLTEiLCJtZXJjaGFudF9pZCI6MTM5NjQyNCwib3JkZXJfZGVzYyI6ItCb0L7RgiIsImFtb3VudCI6MTAw"
    "LCJjdXJyZW5jeSI6IlVBSCJ9fQ==";
const char* const p2_nested =
    "eyJvcmRlciI6eyJvcmRlcl9pZCI6InAyLTIiLCJtZXJjaGFudF9pZCI6NzAwMDAxLCJhbW91bnQiOjMwMCwiY3VycmVuY3kiOiJVQUgiLCJyZWNlaX"
    "ZlciI6W3sicmVxdWlzaXRlcyI6eyJhbW91bnQiOjMwMCwibWVyY2hhbnRfaWQiOjYwMDAwMX0sInR5cGUiOiJtZXJjaGFudCJ9XX19";

TEST(signatures_of_data, F12_F13) {
    EXPECT_EQ(signature_of_data(p2_order, "test"), "b2e20458b1d25b57d7b82d6507ecc9a4e5084103");
    EXPECT_EQ(signature_of_data(p2_nested, "test"), "adfd536af5feae392db559a7eba0041091b91552");
    EXPECT_EQ(encode_base64(decode_base64(p2_order)), p2_order);
    EXPECT_EQ(encode_base64(R"({"order":{"order_id":"p2-1","merchant_id":1396424,"order_desc":"Лот","amount":100,"currency":"UAH"}})"),
              p2_order);
    const auto inner = parse_raw(decode_base64(p2_nested));
    ASSERT_TRUE(inner);
    EXPECT_EQ(inner->find("order")->find("receiver")->items.front().find("requisites")->text_of("merchant_id"), "600001");
}

const std::string f14 =
    R"({"rrn":"111111111111","masked_card":"444455XXXXXX1111","sender_cell_phone":"","sender_account":"","currency":"UAH","fee":"",)"
    R"("reversal_amount":"0","settlement_amount":"0","actual_amount":"200","response_description":"","sender_email":"test@test.com",)"
    R"("order_status":"approved","response_status":"success","order_time":"13.07.2024 01:23:59","actual_currency":"UAH",)"
    R"("order_id":"test33694502191","tran_type":"purchase","eci":"5","settlement_date":"","payment_system":"card",)"
    R"("approval_code":"123456","merchant_id":1396424,"settlement_currency":"","payment_id":805243692,"card_bin":444455,)"
    R"("response_code":"","card_type":"VISA","amount":"200","product_id":"","merchant_data":"Test merchant data","rectoken":"",)"
    R"("rectoken_lifetime":"","verification_status":"","parent_order_id":"","fee_oplata":"0",)"
    R"("additional_info":"{\"capture_status\": null, \"capture_amount\": null, \"reservation_data\": \"{}\", \"transaction_id\": 1994930931, \"bank_response_code\": null, \"bank_response_description\": null, \"client_fee\": 0.0, \"settlement_fee\": 0.0, \"bank_name\": null, \"bank_country\": null, \"card_type\": \"VISA\", \"card_product\": \"empty_visa\", \"card_category\": null, \"timeend\": \"13.07.2024 01:24:08\", \"ipaddress_v4\": \"178.54.60.26\", \"payment_method\": \"card\", \"version_3ds\": 1, \"is_test\": true}",)"
    R"("signature":"b7884b5c4906956fbac4d20390388d913a78c0b0"})";

TEST(callbacks, F14_whole) {
    const auto e = open_envelope(f14, "test");
    ASSERT_TRUE(e);
    EXPECT_TRUE(e->is_signed);
    EXPECT_EQ(e->error_code, 0);
    const auto order = read_order(e->content);
    ASSERT_TRUE(order);
    EXPECT_EQ(order->order, "test33694502191");
    EXPECT_EQ(order->merchant, "1396424");
    EXPECT_EQ(order->payment, "805243692");
    EXPECT_EQ(order->status, order_status::approved);
    EXPECT_EQ(order->amount, 200);
    EXPECT_EQ(order->actual_amount, 200);
    EXPECT_EQ(order->reversed, 0);
    EXPECT_EQ(order->response_code, 0);
    EXPECT_FALSE(order->is_captured);
    EXPECT_EQ(order->card, "444455XXXXXX1111");
}

TEST(callbacks, F14_changed_anywhere_is_refused) {
    for (const auto& [from, to] : {std::pair{R"("amount":"200")", R"("amount":"100")"},
                                   {R"("order_id":"test3)", R"("order_id":"test4)"},
                                   {R"(approved)", R"(declined)"},
                                   {R"(client_fee\": 0.0)", R"(client_fee\": 0)"},
                                   {R"("rectoken":"")", R"("rectoken":" ")"},
                                   {"b7884b5c", "B7884B5C"}}) {
        auto changed = f14;
        changed.replace(changed.find(from), std::string(from).size(), to);
        const auto e = open_envelope(changed, "test");
        ASSERT_TRUE(e) << to;
        EXPECT_FALSE(e->is_signed) << to;
    }
    EXPECT_FALSE(open_envelope(f14, "tesT")->is_signed);
}

TEST(callbacks, F14_cut_short_at_any_byte_is_nothing_or_unsigned) {
    for (std::size_t size = 0; size < f14.size(); ++size) {
        const auto e = open_envelope(std::string_view(f14).substr(0, size), "test");
        EXPECT_TRUE(!e || !e->is_signed) << size;
    }
}

}  // namespace
}  // namespace gavel::fondy
