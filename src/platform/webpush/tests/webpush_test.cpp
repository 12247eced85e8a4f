// Encryption and signatures against the vectors of the RFCs; what counts as the address of a push service.
#include "base/random.hpp"
#include "platform/webpush/message.hpp"

#include <boost/json/parse.hpp>

#include <openssl/ecdsa.h>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::webpush {
namespace {

bytes raw(std::string_view text) { return unbase64url(text).value(); }
std::string text_of(const bytes& b) { return std::string(reinterpret_cast<const char*>(b.data()), b.size()); }

// RFC 8291, section 5 and appendix A.
constexpr std::string_view server_private = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr std::string_view server_public = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr std::string_view browser_private = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
constexpr std::string_view browser_public = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view browser_auth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr std::string_view salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr std::string_view melon = "When I grow up, I want to be a watermelon";

TEST(push_key, is_what_the_rfc_says) {
    const auto own = key::from_private(raw(server_private));
    EXPECT_EQ(base64url(own.public_point()), server_public);
    EXPECT_EQ(base64url(own.private_scalar()), server_private);
    EXPECT_EQ(base64url(own.shared_secret(raw(browser_public))), "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs");
    EXPECT_EQ(key::from_private(raw(browser_private)).shared_secret(raw(server_public)), own.shared_secret(raw(browser_public)));
}

TEST(push_key, is_never_made_of_something_else) {
    EXPECT_THROW(key::from_private(bytes(32, 0)), std::invalid_argument);
    EXPECT_THROW(key::from_private(bytes(32, 0xFF)), std::invalid_argument) << "beyond the order of the curve";
    EXPECT_THROW(key::from_private(bytes(31, 1)), std::invalid_argument);
    auto point = raw(browser_public);
    EXPECT_TRUE(is_point(point));
    point.back() ^= 1;
    EXPECT_FALSE(is_point(point)) << "beside the curve";
    EXPECT_THROW(key::generate().shared_secret(point), std::invalid_argument);
    EXPECT_FALSE(is_point(bytes(65, 0)));
    EXPECT_FALSE(is_point(bytes(1, 0))) << "the point at infinity";
    EXPECT_FALSE(is_point(bytes{}));
}

TEST(push_key, survives_being_stored) {
    const auto own = key::generate();
    EXPECT_EQ(key::from_private(own.private_scalar()).public_point(), own.public_point());
}

TEST(push_encryption, is_that_of_rfc_8291_appendix_a) {
    const auto to = recipient::read(raw(browser_public), raw(browser_auth));
    ASSERT_TRUE(to);
    const auto body = encrypt(melon, *to, key::from_private(raw(server_private)), text_of(raw(salt)));
    EXPECT_EQ(base64url({reinterpret_cast<const unsigned char*>(body.data()), body.size()}),
              "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
              "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
}

TEST(push_encryption, is_never_the_same_twice_and_never_too_large) {
    const auto to = recipient::read(raw(browser_public), raw(browser_auth)).value();
    EXPECT_NE(encrypt(melon, to), encrypt(melon, to));
    EXPECT_EQ(encrypt(std::string(payload_bytes_max, 'x'), to).size(), 4096u);
    EXPECT_THROW(encrypt(std::string(payload_bytes_max + 1, 'x'), to), std::invalid_argument);
}

TEST(push_recipient, needs_a_point_and_sixteen_bytes) {
    EXPECT_FALSE(recipient::read(raw(browser_public), bytes(15)));
    EXPECT_FALSE(recipient::read(bytes(65, 4), raw(browser_auth)));
}

TEST(push_signature, can_be_checked_with_the_public_key) {
    const auto own = key::generate();
    const auto value = authorization(own, "https://push.example.net", "mailto:push@example.com", instant(std::chrono::seconds(1453523768)));
    ASSERT_TRUE(value.starts_with("vapid t="));
    const auto comma = value.find(", k=");
    EXPECT_EQ(value.substr(comma + 4), base64url(own.public_point()));
    const auto token = value.substr(8, comma - 8);
    const auto first = token.find('.'), second = token.rfind('.');
    EXPECT_EQ(text_of(raw(token.substr(0, first))), R"({"typ":"JWT","alg":"ES256"})");
    EXPECT_EQ(boost::json::parse(text_of(raw(token.substr(first + 1, second - first - 1)))),
              boost::json::parse(R"({"aud":"https://push.example.net","exp":1453523768,"sub":"mailto:push@example.com"})"));
    EXPECT_EQ(raw(token.substr(second + 1)).size(), 64u);  // checked by another implementation in tests/push
}

TEST(push_request, says_how_long_how_urgent_and_about_what) {
    message m;
    m.payload = "hello";
    m.keep_for = std::chrono::hours(1);
    m.urgency = urgency::high;
    m.topic = "lot-7";
    const auto at = endpoint::read("https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV", reach::anywhere_public).value();
    const auto to = recipient::read(raw(browser_public), raw(browser_auth)).value();
    const auto r = request_for(m, at, to, key::generate(), "mailto:push@example.com", instant());
    EXPECT_EQ(r.method + " " + r.url, "POST https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV");
    const auto sent = [&](const std::string& name, const std::string& value) {
        return testing::Contains(http_client::header(name, value));
    };
    EXPECT_THAT(r.headers, testing::AllOf(sent("TTL", "3600"), sent("Urgency", "high"), sent("Topic", "lot-7"),
                                          sent("Content-Encoding", "aes128gcm")));
    EXPECT_EQ(r.body->size(), 16u + 4 + 1 + 65 + 5 + 1 + 16);
}

struct address_case {
    std::string_view address;
    bool outside, in_tests;
};

TEST(push_endpoint, is_public_https_and_nothing_else) {
    const std::vector<address_case> all{
        {"https://fcm.googleapis.com/fcm/send/abc:APA91b-_x", true, true},
        {"https://updates.push.services.mozilla.com/wpush/v2/gAAAA", true, true},
        {"https://web.push.apple.com/QKC", true, true},
        {"https://push.example.net:443/x?y=z", true, true},
        {"https://push.example.net", true, true},
        {"https://push.example.net:8443/x", false, true},
        {"http://push.example.net/x", false, true},
        {"http://127.0.0.1:9000/x", false, true},
        {"https://127.0.0.1/x", false, true},
        {"https://[::1]/x", false, true},
        {"https://10.0.0.7/x", false, true},
        {"https://2130706433/x", false, true},
        {"https://localhost/x", false, true},
        {"https://postgres/x", false, true},
        {"https://somebody@push.example.net/x", false, false},
        {"https://somebody:secret@push.example.net/x", false, false},
        {"https://push.example.net/x#fragment", false, false},
        {"https:///x", false, false},
        {"https:/push.example.net", false, false},
        {"//push.example.net/x", false, false},
        {"/x", false, false},
        {"ftp://push.example.net/x", false, false},
        {"file:///etc/passwd", false, false},
        {"gopher://push.example.net/x", false, false},
        {"https://push.example.net/ x", false, false},
        {"https://push.example.net/\r\nX: y", false, false},
        {"", false, false},
    };
    for (const auto& each : all) {
        EXPECT_EQ(endpoint::read(each.address, reach::anywhere_public).has_value(), each.outside) << each.address;
        EXPECT_EQ(endpoint::read(each.address, reach::here_too).has_value(), each.in_tests) << each.address;
    }
    const std::string host = "https://push.example.net/";
    EXPECT_TRUE(endpoint::read(host + std::string(endpoint_bytes_max - host.size(), 'x'), reach::anywhere_public));
    EXPECT_FALSE(endpoint::read(host + std::string(endpoint_bytes_max - host.size() + 1, 'x'), reach::anywhere_public));
}

TEST(push_endpoint, has_the_origin_that_a_signature_names) {
    const auto origin = [](std::string_view address) { return endpoint::read(address, reach::here_too)->origin(); };
    EXPECT_EQ(origin("https://PUSH.example.net:443/x"), "https://push.example.net");
    EXPECT_EQ(origin("http://127.0.0.1:9000/x"), "http://127.0.0.1:9000");
    EXPECT_EQ(origin("http://127.0.0.1:80/x"), "http://127.0.0.1");
}

}  // namespace
}  // namespace gavel::webpush
