// Routes as the session calls them: cookies, statuses and forms.
#include "modules/accounts/http.hpp"
#include "modules/accounts/repository.hpp"
#include "tests/support/pg.hpp"

#include "base/random.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <string>

namespace gavel::accounts {
namespace {

options two_attempts() {
    options o;
    o.argon2_operations = 1;
    o.argon2_memory_kib = 64;
    o.sign_in_per_address_max = 2;
    return o;
}

class accounts_http_pgtest : public test::pg_test {
protected:
    accounts_http_pgtest() { add_routes(routes, accounts); }

    http::request request(std::string body = {}) {
        http::request r;
        r.body = std::move(body);
        r.client_address = "192.0.2.1";
        r.until = soon();
        r.headers.add("content-type", "application/json");
        r.headers.add("user-agent", "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0");
        return r;
    }
    // What the session does around a handler, as far as these routes need it.
    http::reply call(http::method m, const std::string& path, http::request r) {
        r.method = m;
        r.path = path;
        const auto found = routes.find(m, path, r.params);
        EXPECT_NE(found.found, nullptr) << path;
        try {
            if (found.found->options.who != http::access::open) r.who = run(authenticator(accounts)(r));
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    http::reply register_olena() {
        return call(http::method::post, "/api/v1/accounts",
                    request(R"({"email":" Olena@Example.com ","password":"correct horse","display_name":"Olena"})"));
    }
    awaitable<std::string> mint() {
        auto tx = co_await pool.begin(soon());
        auto token = random_token();
        add_confirmation_token(tx, std::stoll(db.scalar("select id from account_confirmations")), sha256(token));
        co_await tx.commit();
        co_return token;
    }
    http::reply confirm(bool secure = false) {
        auto r = request("{\"token\":\"" + run(mint()) + "\"}");
        r.secure = secure;
        return call(http::method::post, "/api/v1/accounts/confirmations", std::move(r));
    }
    static std::string header(const http::reply& from, std::string_view name) {
        for (const auto& [key, value] : from.headers)
            if (key == name) return value;
        return {};
    }
    // What the browser is to keep; of two the one of the session.
    static std::string cookie_of(const http::reply& from) {
        for (const auto& [key, value] : from.headers)
            if (key == "Set-Cookie" && value.find("session=") != std::string::npos) return value;
        return {};
    }
    static std::string code(const http::reply& from) { return std::string(boost::json::parse(from.body).at("code").as_string()); }
    // A request that carries the cookie of `from`.
    http::request as(const http::reply& from, std::string body = {}) {
        auto r = request(std::move(body));
        const auto set = cookie_of(from);
        r.headers.add("cookie", set.substr(0, set.find(';')));
        r.secure = set.starts_with("__Host-");
        return r;
    }

    runtime::worker_pool workers{2, 16};
    redis::client absent{io, redis::client_options()};
    common shared{two_attempts(), workers};
    service accounts{pool, absent, shared};
    http::router routes;
};

TEST_F(accounts_http_pgtest, a_visitor_becomes_a_member) {
    const auto accepted = register_olena();
    EXPECT_EQ(accepted.status, 202);
    EXPECT_EQ(accepted.body, R"({"email":"olena@example.com"})");
    const auto opened = confirm();
    EXPECT_EQ(opened.status, 201);
    const auto cookie = cookie_of(opened);
    EXPECT_TRUE(cookie.starts_with("session=")) << cookie;
    EXPECT_NE(cookie.find("; HttpOnly"), std::string::npos);
    EXPECT_NE(cookie.find("; SameSite=Lax"), std::string::npos);
    EXPECT_NE(cookie.find("; Path=/"), std::string::npos);
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);

    const auto me = call(http::method::get, "/api/v1/me", as(opened));
    EXPECT_EQ(me.status, 200);
    EXPECT_EQ(boost::json::parse(me.body).at("display_name").as_string(), "Olena");
    const auto changed = call(http::method::patch, "/api/v1/me", as(opened, R"({"language":"en"})"));
    EXPECT_EQ(boost::json::parse(changed.body).at("language").as_string(), "en");
    EXPECT_EQ(call(http::method::patch, "/api/v1/me", as(opened, R"({"language":null})")).status, 422);
    EXPECT_EQ(call(http::method::patch, "/api/v1/me", as(opened, R"({"language":"de"})")).status, 422);
}

TEST_F(accounts_http_pgtest, behind_tls_the_cookie_is_bound_to_the_host) {
    register_olena();
    const auto opened = confirm(true);
    const auto cookie = cookie_of(opened);
    EXPECT_TRUE(header(opened, "Set-Cookie").starts_with("__Host-device=")) << "it stays when somebody signs out";
    EXPECT_TRUE(cookie.starts_with("__Host-session=")) << cookie;
    EXPECT_TRUE(cookie.ends_with("; Secure")) << cookie;
    auto plain = as(opened);
    EXPECT_EQ(call(http::method::get, "/api/v1/me", plain).status, 200);
    plain.secure = false;
    EXPECT_EQ(code(call(http::method::get, "/api/v1/me", plain)), "sign-in-required");
}

TEST_F(accounts_http_pgtest, signing_out_clears_the_cookie_and_the_session) {
    register_olena();
    const auto opened = confirm();
    const auto out = call(http::method::del, "/api/v1/sessions", as(opened));
    EXPECT_EQ(out.status, 204);
    EXPECT_TRUE(header(out, "Set-Cookie").starts_with("session=; ")) << header(out, "Set-Cookie");
    EXPECT_NE(header(out, "Set-Cookie").find("Max-Age=0"), std::string::npos);
    EXPECT_EQ(call(http::method::get, "/api/v1/me", as(opened)).status, 401);
    EXPECT_EQ(call(http::method::del, "/api/v1/sessions", request()).status, 204) << "signing out twice is fine";
}

TEST_F(accounts_http_pgtest, sessions_are_listed_and_ended_one_by_one) {
    register_olena();
    const auto opened = confirm();
    const auto other = call(http::method::post, "/api/v1/sessions", request(R"({"email":"OLENA@example.com","password":"correct horse"})"));
    ASSERT_EQ(other.status, 201);
    const auto listed = boost::json::parse(call(http::method::get, "/api/v1/sessions", as(opened)).body).at("items").as_array();
    ASSERT_EQ(listed.size(), 2u);
    EXPECT_EQ(listed[0].at("device").as_string(), "Firefox, Windows");
    EXPECT_FALSE(listed[0].at("current").as_bool());
    EXPECT_TRUE(listed[1].at("current").as_bool());
    const auto path = "/api/v1/sessions/" + std::string(listed[0].at("id").as_string());
    const auto ended = call(http::method::del, path, as(opened));
    EXPECT_EQ(ended.status, 204);
    EXPECT_EQ(header(ended, "Set-Cookie"), "") << "this browser stays signed in";
    EXPECT_EQ(call(http::method::del, path, as(opened)).status, 404);
    EXPECT_EQ(call(http::method::get, "/api/v1/me", as(other)).status, 401);
}

TEST_F(accounts_http_pgtest, refusals_are_told_in_full) {
    const auto bad =
        call(http::method::post, "/api/v1/accounts", request(R"({"email":"not an address","password":"short","display_name":" O "})"));
    EXPECT_EQ(bad.status, 422);
    EXPECT_EQ(boost::json::parse(bad.body).at("errors").as_array().size(), 3u) << bad.body;
    const auto guess = [&] { return call(http::method::post, "/api/v1/sessions", request(R"({"email":"a@example.com","password":"x"})")); };
    EXPECT_EQ(code(guess()), "wrong-credentials");
    guess();
    const auto slow = guess();
    EXPECT_EQ(slow.status, 429);
    EXPECT_EQ(header(slow, "Retry-After"), std::to_string(boost::json::parse(slow.body).at("retry_after_s").as_int64()));
    EXPECT_EQ(code(call(http::method::post, "/api/v1/accounts/confirmations", request("{\"token\":\"" + random_token() + "\"}"))),
              "confirmation-invalid");
}

}  // namespace
}  // namespace gavel::accounts
