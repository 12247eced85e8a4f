#include "platform/smtp/oauth.hpp"

#include "tests/support/run.hpp"
#include "tests/support/scripted_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace gavel::smtp {
namespace {

using namespace std::chrono_literals;
using kind = grant::kind;
using testing::HasSubstr;

TEST(grants, are_read) {
    const auto good = read_grant(200, R"({"access_token":"ya29.x","expires_in":3599,"token_type":"Bearer"})");
    EXPECT_EQ(good.what, kind::given);
    EXPECT_EQ(good.token, "ya29.x");
    EXPECT_EQ(good.lasts, 3599s);
    const auto revoked = read_grant(400, R"({"error":"invalid_grant","error_description":"Token has been expired or revoked."})");
    EXPECT_EQ(revoked.what, kind::refused);
    EXPECT_EQ(revoked.why, "invalid_grant");
    EXPECT_EQ(read_grant(401, R"({"error":"invalid_client"})").what, kind::refused);
    EXPECT_EQ(read_grant(503, "<html>").what, kind::later);
    EXPECT_EQ(read_grant(503, "<html>").why, "status_503");
    EXPECT_EQ(read_grant(429, R"({"error":"rate limit, me@gmail.com"})").why, "status_429") << "only names of the protocol";
    for (const auto* odd : {"", "[]", "{}", R"({"access_token":7})", R"({"access_token":"a\r\nb","expires_in":1})"})
        EXPECT_EQ(read_grant(200, odd).what, kind::later) << odd;
}

TEST(renewal, escapes_its_form) {
    client_options o;
    o.client_id = "me";
    o.client_secret = "a&b=c";
    o.refresh_token = "1//0g x";
    EXPECT_EQ(renewal_form(o), "grant_type=refresh_token&client_id=me&refresh_token=1%2F%2F0g%20x&client_secret=a%26b%3Dc");
}

class tokens : public testing::Test {
protected:
    tokens() { options.token_url = server.origin() + "/token"; }
    grant take(token_source& from) { return test::run_on(io, from.take(runtime::within(5s))); }
    static std::string answer(int lasts_s, const std::string& token) {
        return test::scripted_server::ok("{\"access_token\":\"" + token + "\",\"expires_in\":" + std::to_string(lasts_s) + "}");
    }

    boost::asio::io_context io{1};
    test::scripted_server server{io};
    client_options options;
    std::optional<http_client::client> web{std::in_place, io, http_client::client_options()};
};

TEST_F(tokens, are_kept_until_shortly_before_their_end) {
    token_source source(*web, options);
    server.serve({answer(3599, "one"), answer(3599, "two")});
    EXPECT_EQ(take(source).token, "one");
    EXPECT_EQ(take(source).token, "one");
    EXPECT_EQ(server.heard.size(), 1u);
    EXPECT_THAT(server.heard.at(0), HasSubstr("POST /token "));
    source.forget();
    EXPECT_EQ(take(source).token, "two");
    web.reset();
}

TEST_F(tokens, that_end_soon_are_used_once) {
    token_source source(*web, options);
    server.serve({answer(200, "one"), answer(200, "two")});
    EXPECT_EQ(take(source).token, "one");
    EXPECT_EQ(take(source).token, "two");
    web.reset();
}

TEST_F(tokens, come_back_after_an_outage) {
    token_source source(*web, options);
    server.serve({test::scripted_server::with(503), test::scripted_server::with(400, R"({"error":"invalid_grant"})"), answer(3599, "new")});
    EXPECT_EQ(take(source).what, kind::later);
    EXPECT_EQ(take(source).what, kind::refused);
    EXPECT_EQ(take(source).token, "new");
    web.reset();
}

TEST(settings, of_presets) {
    client_options gmail;
    gmail.preset = "gmail";
    EXPECT_THROW(settled(gmail), std::invalid_argument) << "no user";
    gmail.user = "me@gmail.com";
    gmail.password = "abcd efgh ijkl mnop";
    EXPECT_EQ(settled(gmail).url, "smtps://smtp.gmail.com:465");
    EXPECT_EQ(settled(gmail).password, "abcdefghijklmnop");
    gmail.auth = "xoauth2";
    EXPECT_THROW(settled(gmail), std::invalid_argument) << "no refresh token";
    gmail.client_id = "id";
    gmail.refresh_token = "r";
    EXPECT_TRUE(settled(gmail).uses_tokens());

    client_options other;
    EXPECT_EQ(settled(other).url, "") << "no server: letters wait";
    other.password = "with blanks ";
    other.url = "smtp://mail.example:587/";
    EXPECT_EQ(settled(other).url, "smtp://mail.example:587");
    EXPECT_EQ(settled(other).password, "with blanks ");
    for (const auto* bad : {"http://x", "mail.example", "smtp://host/name"}) {
        other.url = bad;
        EXPECT_THROW(settled(other), std::invalid_argument) << bad;
    }
}

}  // namespace
}  // namespace gavel::smtp
