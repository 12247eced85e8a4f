// The server over real sockets: what it answers, refuses and survives.
#include "platform/http/tests/loopback.hpp"

#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"
#include "platform/runtime/worker_pool.hpp"

#include <fmt/format.h>

namespace gavel::http::testing {
namespace {

struct lost_database : std::runtime_error {
    using std::runtime_error::runtime_error;
};

awaitable<reply> hello(request& r) { co_return json_text(R"({"hello":")" + std::string(r.param("name")) + "\"}"); }

awaitable<reply> echo(request& r) {
    auto body = r.json_object();
    form f(body);
    f.integer("n", 0, 100);
    f.finish();
    co_return json(body);
}

awaitable<reply> facts(request& r) {
    boost::json::object o{
        {"client", r.client_address}, {"origin", r.origin}, {"secure", r.secure}, {"id", r.id}, {"lang", to_string(r.lang)}};
    co_return json(o);
}

awaitable<reply> whoami(request& r) { co_return json_text(fmt::format("{{\"account\":{}}}", r.who ? r.who->account.value : 0)); }
awaitable<reply> large(request&) { co_return json_text(std::string(3'000'000, 'x')); }
awaitable<reply> broken(request&) {
    throw std::runtime_error("secret detail");
    co_return reply();
}
awaitable<reply> no_database(request&) {
    throw lost_database("connection refused by 10.0.0.5");
    co_return reply();
}
awaitable<reply> busy(request&) {
    throw runtime::overloaded();
    co_return reply();
}
awaitable<reply> forged(request&) {
    reply r(200);
    r.with("X-Note", "a\r\nSet-Cookie: b");
    co_return r;
}

class http_server : public loopback {
protected:
    http_server() {
        routes.add(method::get, "/hello/{name}", {}, hello);
        route_options small;
        small.body_max = 1000;
        routes.add(method::post, "/echo", small, echo);
        routes.add(method::get, "/facts", {}, facts);
        routes.add(method::get, "/large", {}, large);
        routes.add(method::get, "/broken", {}, broken);
        routes.add(method::get, "/no-database", {}, no_database);
        routes.add(method::get, "/busy", {}, busy);
        routes.add(method::get, "/forged", {}, forged);
        route_options signed_in;
        signed_in.who = access::signed_in;
        routes.add(method::get, "/me", signed_in, whoami);
        route_options moderator;
        moderator.who = access::moderator;
        routes.add(method::get, "/moderation", moderator, whoami);
        route_options host;
        host.who = access::host;
        routes.add(method::get, "/operation", host, whoami);
        who = [](request& r) -> awaitable<std::optional<principal>> {
            std::optional<principal> found;
            if (r.cookie("s") == "good") found = principal{account_id{7}, session_id{8}};
            if (r.cookie("s") == "staff") found = principal{account_id{9}, session_id{10}, role::moderator};
            if (r.cookie("s") == "host") found = principal{account_id{11}, session_id{12}, role::host};
            co_return found;
        };
        translate = [](std::exception_ptr thrown) -> std::optional<error> {
            try {
                std::rethrow_exception(thrown);
            } catch (const lost_database&) {
                return error(unavailable);
            } catch (...) {
                return std::nullopt;
            }
        };
        chosen.linger_ms = 200;
    }
};

std::string post(std::string_view path, std::string_view body, std::string_view more = {}) {
    return fmt::format("POST {} HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nContent-Length: {}\r\n{}\r\n{}", path,
                       body.size(), more, body);
}

TEST_F(http_server, answers_with_the_usual_headers) {
    begin();
    const auto r = ask("GET /hello/%D0%9E%D0%BB%D1%8F HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.status, 200);
    EXPECT_EQ(r.body, "{\"hello\":\"Оля\"}");
    EXPECT_EQ(r.header("content-type"), "application/json");
    EXPECT_EQ(r.header("cache-control"), "no-store");
    EXPECT_EQ(r.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(r.header("x-frame-options"), "DENY");
    EXPECT_EQ(r.header("x-request-id").size(), 16u);
    EXPECT_EQ(r.header("date").size(), 29u);
    EXPECT_EQ(r.header("connection"), "");
    EXPECT_EQ(r.header("strict-transport-security"), "");
}

TEST_F(http_server, keeps_the_connection_as_the_request_says) {
    begin();
    auto c = connect();
    for (int i = 0; i < 200; ++i) ASSERT_EQ(c.ask("GET /hello/a HTTP/1.1\r\nHost: a.test\r\n\r\n")->status, 200);
    const auto last = c.ask("GET /hello/a HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(last->header("connection"), "close");
    EXPECT_TRUE(c.ends());

    auto old = connect();
    EXPECT_EQ(old.ask("GET /hello/a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->header("connection"), "keep-alive");
    EXPECT_EQ(old.ask("GET /hello/a HTTP/1.0\r\n\r\n")->header("connection"), "close");
    EXPECT_TRUE(old.ends());
}

TEST_F(http_server, answers_pipelined_requests_in_order) {
    begin();
    std::string many;
    for (int i = 0; i < 500; ++i) many += fmt::format("GET /hello/n{} HTTP/1.1\r\nHost: a.test\r\n\r\n", i);
    auto c = connect();
    c.send(many);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(c.receive()->body, fmt::format("{{\"hello\":\"n{}\"}}", i));
}

TEST_F(http_server, answers_head_like_get_without_a_body) {
    begin();
    auto c = connect();
    c.send("HEAD /hello/abc HTTP/1.1\r\nHost: a.test\r\n\r\n");
    const auto r = c.receive(true);
    EXPECT_EQ(r->status, 200);
    EXPECT_EQ(r->header("content-length"), "15");
    EXPECT_EQ(c.ask("GET /hello/b HTTP/1.1\r\nHost: a.test\r\n\r\n")->body, "{\"hello\":\"b\"}");
}

TEST_F(http_server, names_methods_and_paths_it_does_not_know) {
    begin();
    auto r = ask("DELETE /hello/a HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.status, 405);
    EXPECT_EQ(r.header("allow"), "GET, HEAD");
    EXPECT_EQ(r.code(), "method-not-allowed");
    r = ask("OPTIONS /echo HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.status, 405);
    EXPECT_EQ(r.header("allow"), "POST");
    EXPECT_EQ(ask("BREW /hello/a HTTP/1.1\r\nHost: a.test\r\n\r\n").status, 405);
    EXPECT_EQ(ask("BREW /nowhere HTTP/1.1\r\nHost: a.test\r\n\r\n").status, 404);
    r = ask("GET /nowhere HTTP/1.1\r\nHost: a.test\r\nAccept-Language: en-GB,en;q=0.8\r\n\r\n");
    EXPECT_EQ(r.status, 404);
    EXPECT_EQ(r.header("content-type"), "application/problem+json");
    EXPECT_EQ(r.problem().at("type").as_string(), "/problems/not-found");
    EXPECT_EQ(r.problem().at("title").as_string(), "There is nothing here");
    EXPECT_EQ(r.problem().at("request_id").as_string(), r.header("x-request-id"));
}

TEST_F(http_server, refuses_large_heads_and_bodies) {
    begin();
    auto r = ask("GET /hello/a HTTP/1.1\r\nHost: a.test\r\nX-Long: " + std::string(17'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(r.status, 431);
    std::string lines = "GET /hello/a HTTP/1.1\r\nHost: a.test\r\n";
    for (int i = 0; i < 120; ++i) lines += "X-A: b\r\n";
    EXPECT_EQ(ask(lines + "\r\n").status, 431);
    EXPECT_EQ(ask("GET /" + std::string(20'000, 'x') + " HTTP/1.1\r\nHost: a.test\r\n\r\n").status, 431);

    EXPECT_EQ(ask(post("/echo", "{\"n\":1}" + std::string(990, ' '))).status, 200);
    r = ask(post("/echo", std::string(1001, ' ')));
    EXPECT_EQ(r.status, 413);
    EXPECT_EQ(r.header("connection"), "close");
    const std::string chunk = "1f4\r\n" + std::string(500, ' ') + "\r\n";
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(ask(head + chunk + "7\r\n{\"n\":1}\r\n0\r\n\r\n").status, 200);
    EXPECT_EQ(ask(head + chunk + chunk + "7\r\n{\"n\":1}\r\n0\r\n\r\n").status, 413);
    EXPECT_EQ(ask(head + "1;" + std::string(30'000, 'e')).status, 400);
}

TEST_F(http_server, asks_for_the_body_only_if_it_wants_it) {
    begin();
    auto c = connect();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n";
    c.send(head + "Content-Length: 7\r\n\r\n");
    ASSERT_TRUE(c.await("HTTP/1.1 100 Continue\r\n\r\n"));
    EXPECT_EQ(c.ask("{\"n\":1}")->status, 200);
    EXPECT_EQ(ask(head + "Content-Length: 5000\r\n\r\n").status, 413);
}

TEST_F(http_server, refuses_what_two_readers_could_read_differently) {
    begin();
    for (const std::string_view name : {"Host: a.test", "Content-Length: 2", "Content-Type: application/json", "Cookie: a=b",
                                        "Authorization: x", "Idempotency-Key: 1", "Origin: http://a.test"}) {
        const bool host = name.starts_with("Host");
        const auto r = ask(fmt::format("POST /echo HTTP/1.1\r\n{}{}\r\n{}\r\n\r\n{{}}", host ? "" : "Host: a.test\r\n", name, name));
        EXPECT_EQ(r.status, 400) << name;
        EXPECT_EQ(r.code(), "malformed-request");
        EXPECT_EQ(r.problem().at("field").as_string(), std::string(name.substr(0, name.find(':'))));
        EXPECT_EQ(r.header("connection"), "close");
    }
    for (const std::string_view lines :
         {"Content-Length: 3\r\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3", "Transfer-Encoding: gzip",
          "Transfer-Encoding: gzip, chunked", "Content-Length: 1, 2", "Content-Length: -1", "Content-Length: 99999999999999999999",
          "Expect: a-miracle", "Bad Name: 1", "X: a\x01b"})
        EXPECT_EQ(ask(fmt::format("POST /echo HTTP/1.1\r\nHost: a.test\r\n{}\r\n\r\n", lines)).status, 400) << lines;
    EXPECT_EQ(ask("GET /hello/a HTTP/1.1\r\n\r\n").problem().at("field").as_string(), "Host");
    for (const std::string_view host : {"a/b", "a b", "a:99999999", "[::1", "a@b", ""})
        EXPECT_EQ(ask(fmt::format("GET /hello/a HTTP/1.1\r\nHost: {}\r\n\r\n", host)).status, 400) << host;
}

TEST_F(http_server, refuses_malformed_targets) {
    begin();
    for (const std::string_view target : {"/hello/%", "/hello/%4", "/hello/%zz", "/hello/%00", "/hello/%ff", "/hello/a?x=%c3",
                                          "/hello/a?%00=1", "hello", "*", "/hello/%ed%a0%80", "/hello/%c0%af"}) {
        const auto r = ask(fmt::format("GET {} HTTP/1.1\r\nHost: a.test\r\n\r\n", target));
        EXPECT_EQ(r.status, 400) << target;
        EXPECT_EQ(r.code(), "malformed-request") << target;
    }
    EXPECT_EQ(ask("GET http://b.test/hello/a?x=1 HTTP/1.1\r\nHost: a.test\r\n\r\n").status, 200);
    EXPECT_EQ(ask("\x16\x03\x01\x02\r\n\r\n").status, 400);
    EXPECT_EQ(ask("GET /hello/a HTTP/3.0\r\nHost: a.test\r\n\r\n").status, 400);
}

TEST_F(http_server, names_what_is_wrong_with_json) {
    begin();
    struct {
        std::string_view body;
        int status;
        std::string_view field;
    } const cases[] = {
        {"{\"n\":101}", 422, "n"},
        {"{\"n\":\"1\"}", 422, "n"},
        {"{\"n\":1.5}", 422, "n"},
        {"{\"m\":1}", 422, "m"},
        {"{\"n\":9223372036854775808}", 422, ""},
        {"{\"n\":1,\"n\":2}", 400, "n"},
        {"{\"n\":1e999}", 422, ""},
        {"[1]", 400, "body"},
        {"{\"n\":", 400, "body"},
        {"", 400, "body"},
        {"{\"n\":\"\xff\"}", 400, "body"},
        {"{} {}", 400, "body"},
        {"[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]", 400, "body"},
    };
    for (const auto& each : cases) {
        const auto r = ask(post("/echo", each.body));
        EXPECT_EQ(r.status, each.status) << each.body;
        if (!each.field.empty()) {
            EXPECT_EQ(r.problem().at("field").as_string(), each.field) << each.body;
        }
    }
    EXPECT_EQ(ask("POST /echo HTTP/1.1\r\nHost: a.test\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n{}").status, 415);
}

TEST_F(http_server, tells_nothing_about_its_own_failures) {
    begin();
    auto r = ask("GET /broken HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.status, 500);
    EXPECT_EQ(r.code(), "internal-error");
    EXPECT_EQ(r.body.find("secret"), std::string::npos);
    EXPECT_EQ(r.problem().size(), 5u);
    r = ask("GET /no-database HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.status, 503);
    EXPECT_EQ(r.header("retry-after"), "5");
    EXPECT_EQ(r.body.find("10.0.0.5"), std::string::npos);
    EXPECT_EQ(ask("GET /busy HTTP/1.1\r\nHost: a.test\r\n\r\n").status, 503);
}

TEST_F(http_server, wants_a_session_where_the_route_does) {
    begin();
    EXPECT_EQ(ask("GET /me HTTP/1.1\r\nHost: a.test\r\n\r\n").code(), "sign-in-required");
    EXPECT_EQ(ask("GET /me HTTP/1.1\r\nHost: a.test\r\nCookie: x=1; s=good\r\n\r\n").body, "{\"account\":7}");
    EXPECT_EQ(ask("GET /moderation HTTP/1.1\r\nHost: a.test\r\n\r\n").code(), "sign-in-required");
    EXPECT_EQ(ask("GET /moderation HTTP/1.1\r\nHost: a.test\r\nCookie: s=good\r\n\r\n").code(), "moderators-only");
    EXPECT_EQ(ask("GET /moderation HTTP/1.1\r\nHost: a.test\r\nCookie: s=staff\r\n\r\n").body, "{\"account\":9}");
    EXPECT_EQ(ask("GET /operation HTTP/1.1\r\nHost: a.test\r\n\r\n").code(), "sign-in-required");
    EXPECT_EQ(ask("GET /operation HTTP/1.1\r\nHost: a.test\r\nCookie: s=staff\r\n\r\n").code(), "operators-only");
    EXPECT_EQ(ask("GET /operation HTTP/1.1\r\nHost: a.test\r\nCookie: s=host\r\n\r\n").body, "{\"account\":11}");
}

TEST_F(http_server, refuses_changes_from_other_sites) {
    begin();
    const auto status = [&](std::string_view more) { return ask(post("/echo", "{}", more)).status; };
    EXPECT_EQ(status(""), 200);
    EXPECT_EQ(status("Cookie: s=good\r\n"), 403);
    EXPECT_EQ(status("Cookie: s=good\r\nOrigin: http://a.test\r\n"), 200);
    EXPECT_EQ(status("Cookie: s=good\r\nOrigin: http://evil.test\r\n"), 403);
    EXPECT_EQ(status("Cookie: s=good\r\nOrigin: null\r\n"), 403);
    EXPECT_EQ(status("Cookie: s=good\r\nSec-Fetch-Site: same-origin\r\n"), 200);
    EXPECT_EQ(status("Sec-Fetch-Site: cross-site\r\n"), 403);
    EXPECT_EQ(status("Sec-Fetch-Site: same-site\r\n"), 403);
    EXPECT_EQ(status("Sec-Fetch-Site: same-site\r\nOrigin: http://a.test\r\n"), 200);
    EXPECT_EQ(status("Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.test\r\n"), 403);
}

TEST_F(http_server, believes_only_trusted_proxies) {
    const std::string request =
        "GET /facts HTTP/1.1\r\nHost: in.test:8080\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
        "X-Forwarded-Proto: https\r\nX-Forwarded-Host: Shop.Test\r\nX-Request-Id: abcdef-123\r\nAccept-Language: ru\r\n\r\n";
    begin();
    auto seen = boost::json::parse(ask(request).body).as_object();
    EXPECT_EQ(seen.at("client").as_string(), "127.0.0.1");
    EXPECT_EQ(seen.at("origin").as_string(), "http://in.test:8080");
    EXPECT_NE(seen.at("id").as_string(), "abcdef-123");
    EXPECT_EQ(seen.at("lang").as_string(), "ru");
}

TEST_F(http_server, learns_the_visitor_from_a_trusted_proxy) {
    chosen.trusted_proxies = "127.0.0.0/8, 203.0.113.0/24";
    begin();
    const auto r =
        ask("GET /facts HTTP/1.1\r\nHost: in.test:8080\r\nX-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n"
            "X-Forwarded-Proto: https\r\nX-Forwarded-Host: Shop.Test:443\r\nX-Request-Id: abcdef-123\r\n\r\n");
    const auto seen = boost::json::parse(r.body).as_object();
    EXPECT_EQ(seen.at("client").as_string(), "6.6.6.6");
    EXPECT_EQ(seen.at("origin").as_string(), "https://shop.test");
    EXPECT_TRUE(seen.at("secure").as_bool());
    EXPECT_EQ(r.header("x-request-id"), "abcdef-123");
    EXPECT_NE(r.header("strict-transport-security"), "");
}

TEST_F(http_server, never_lets_a_value_start_a_header) {
    begin();
    const auto r = ask("GET /forged HTTP/1.1\r\nHost: a.test\r\n\r\n");
    EXPECT_EQ(r.header("set-cookie"), "");
    EXPECT_EQ(r.header("x-note"), "a  Set-Cookie: b");
}

TEST_F(http_server, takes_no_port_that_is_taken) {
    begin();
    chosen.listen = fmt::format("127.0.0.1:{}", port);
    boost::asio::io_context other;
    http::server second(chosen, life);
    EXPECT_THROW(second.listen(other, routes, who, translate), boost::system::system_error);
    for (const auto* wrong : {"localhost:80", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:99999", ""}) {
        chosen.listen = wrong;
        EXPECT_THROW(http::server(chosen, life), std::invalid_argument) << wrong;
    }
}

TEST_F(http_server, sends_large_answers_whole) {
    begin();
    EXPECT_EQ(ask("GET /large HTTP/1.1\r\nHost: a.test\r\n\r\n").body.size(), 3'000'000u);
}

}  // namespace
}  // namespace gavel::http::testing
