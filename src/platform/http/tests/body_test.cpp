// Bodies that are not held in memory: uploads read by their handler, answers written piece by piece.
#include "platform/http/body_reader.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/tests/loopback.hpp"

#include <atomic>

namespace gavel::http::testing {
namespace {

using namespace std::chrono_literals;

class uploads : public loopback {
protected:
    uploads() {
        route_options streamed;
        streamed.streamed_body = true;
        streamed.body_max = 2'000'000;
        streamed.within = 20s;
        routes.add(method::put, "/file", streamed, [this](request& r) { return take(r); });
        routes.add(method::put, "/refused", streamed, [](request& r) { return refuse_at_once(r); });
        routes.add(method::get, "/after", {}, [](request&) -> awaitable<reply> { co_return json_text("\"after\""); });
    }

    static std::string head(const std::string& path, const std::string& more) {
        return "PUT " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n" + more + "\r\n";
    }
    static std::string sized(std::size_t bytes) { return "Content-Length: " + std::to_string(bytes) + "\r\n"; }

    awaitable<reply> take(request& r) {
        ++began;
        for (auto piece = co_await r.content->next(); piece; piece = co_await r.content->next()) {
            largest = std::max<std::size_t>(largest, piece->size());
            kept += *piece;
            received = kept.size();
        }
        co_return json_text(std::to_string(kept.size()));
    }
    static awaitable<reply> refuse_at_once(request& r) { co_return problem_json(error(not_found), r.lang); }

    // The thread of the server has come so far.
    template <class Condition>
    static bool eventually(Condition holds) {
        const auto until = runtime::within(10s);
        while (!holds() && std::chrono::steady_clock::now() < until) std::this_thread::yield();
        return holds();
    }

    std::atomic<int> began = 0;
    std::atomic<std::size_t> received = 0, largest = 0;
    std::string kept;
};

TEST_F(uploads, arrive_in_pieces) {
    begin();
    const std::string content(1'500'000, 'x');
    auto c = connect();
    c.send(head("/file", sized(content.size())) + content);
    EXPECT_EQ(c.receive()->body, "1500000");
    EXPECT_LT(largest, 400'000u) << "never the whole of it in memory";
    EXPECT_EQ(c.ask("GET /after HTTP/1.1\r\nHost: localhost\r\n\r\n")->body, "\"after\"") << "the connection stays";
}

TEST_F(uploads, arrive_in_chunks) {
    begin();
    auto c = connect();
    c.send(head("/file", "Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\n");
    c.send("6\r\n world\r\n0\r\n\r\n");
    EXPECT_EQ(c.receive()->body, "11");
    EXPECT_EQ(kept, "hello world");
}

TEST_F(uploads, may_be_empty) {
    begin();
    EXPECT_EQ(ask(head("/file", sized(0))).body, "0");
}

TEST_F(uploads, are_asked_for_by_whoever_reads_them) {
    begin();
    auto c = connect();
    c.send(head("/file", sized(5) + "Expect: 100-continue\r\n"));
    ASSERT_TRUE(c.await("HTTP/1.1 100 Continue\r\n\r\n"));
    c.send("hello");
    EXPECT_EQ(c.receive()->body, "5");

    auto other = connect();
    EXPECT_EQ(other.ask(head("/refused", sized(5) + "Expect: 100-continue\r\n"))->status, 404) << "and not before";
    EXPECT_TRUE(other.ends());
}

TEST_F(uploads, that_nobody_reads_end_the_connection) {
    begin();
    auto c = connect();
    const auto r = c.ask(head("/refused", sized(100'000)) + std::string(100'000, 'x'));
    ASSERT_TRUE(r);
    EXPECT_EQ(r->status, 404);
    EXPECT_EQ(r->header("connection"), "close");
    EXPECT_TRUE(c.ends());
}

TEST_F(uploads, beyond_the_limit_are_refused) {
    begin();
    EXPECT_EQ(ask(head("/file", sized(2'000'001))).code(), "body-too-large");
    EXPECT_EQ(began, 0) << "a length that is known is judged before anything happens";

    auto c = connect();
    c.send(head("/file", "Transfer-Encoding: chunked\r\n"));
    for (int i = 0; i < 21; ++i) c.send("186a0\r\n" + std::string(100'000, 'x') + "\r\n");
    EXPECT_EQ(c.receive()->code(), "body-too-large");
    EXPECT_LE(kept.size(), 2'000'000u);
}

TEST_F(uploads, with_broken_chunks_are_refused) {
    begin();
    EXPECT_EQ(ask(head("/file", "Transfer-Encoding: chunked\r\n") + "5\r\nhello\r\nzz\r\n").code(), "malformed-request");
    EXPECT_EQ(kept, "hello") << "what came before is given first";
}

TEST_F(uploads, whose_sender_is_gone_leave_what_has_arrived) {
    begin();
    {
        auto c = connect();
        c.send(head("/file", sized(1'000'000)) + std::string(300'000, 'x'));
        EXPECT_TRUE(eventually([&] { return received > 0; }));
    }
    EXPECT_TRUE(eventually([&] { return received == 300'000; }));
    EXPECT_TRUE(end());
}

TEST_F(uploads, that_stop_coming_are_too_slow) {
    chosen.read_ms = 100;
    begin();
    auto c = connect();
    c.send(head("/file", sized(1000)) + "hello");
    EXPECT_EQ(c.receive()->code(), "too-slow");
    EXPECT_EQ(kept, "hello");
}

TEST_F(uploads, that_trickle_are_too_slow) {
    chosen.read_ms = 50;
    chosen.body_rate_min = 1'000'000;
    begin();
    auto c = connect();
    c.send(head("/file", sized(1'900'000)));
    const auto until = runtime::within(10s);
    while (!c.has_answer() && std::chrono::steady_clock::now() < until) c.send("x");
    EXPECT_EQ(c.receive()->code(), "too-slow");
}

TEST_F(uploads, are_told_to_come_back_when_the_server_stops) {
    begin();
    auto c = connect();
    c.send(head("/file", sized(1000)) + "hello");
    EXPECT_TRUE(eventually([&] { return began == 1; }));
    life.request_stop();
    const auto r = c.receive();
    ASSERT_TRUE(r);
    EXPECT_EQ(r->code(), "unavailable");
    EXPECT_TRUE(end());
    EXPECT_EQ(kept, "hello");
}

class downloads : public loopback {
protected:
    downloads() {
        routes.add(method::get, "/file", {}, [this](request&) -> awaitable<reply> { co_return in_pieces(); });
    }
    reply in_pieces() {
        reply r;
        r.content_type = "application/pdf";
        r.body = content.substr(0, 1000);
        r.rest = body_rest{content.size(), [this](std::uint64_t from) { return piece(from); }};
        return r;
    }
    awaitable<std::string> piece(std::uint64_t from) {
        ++pieces;
        if (from >= fails_at) throw std::runtime_error("the store is gone");
        co_return content.substr(from, 100'000);
    }

    const std::string content = [] {
        std::string text;
        for (int i = 0; text.size() < 1'234'567; ++i) text += std::to_string(i);
        return text;
    }();
    std::uint64_t fails_at = content.size();
    int pieces = 0;
};

TEST_F(downloads, arrive_whole) {
    begin();
    auto c = connect();
    for (int i = 0; i < 2; ++i) {
        const auto r = c.ask("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
        ASSERT_TRUE(r);
        EXPECT_EQ(r->header("content-length"), std::to_string(content.size()));
        EXPECT_TRUE(r->body == content);
    }
    EXPECT_TRUE(end());
    EXPECT_EQ(pieces, 26);
}

TEST_F(downloads, of_nothing_but_the_head) {
    begin();
    auto c = connect();
    c.send("HEAD /file HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(c.receive(true)->header("content-length"), std::to_string(content.size()));
    EXPECT_TRUE(end());
    EXPECT_EQ(pieces, 0);
}

TEST_F(downloads, that_fail_in_the_middle_end_the_connection) {
    fails_at = 500'000;
    begin();
    auto c = connect();
    EXPECT_FALSE(c.ask("GET /file HTTP/1.1\r\nHost: localhost\r\n\r\n")) << "shorter than it said";
    EXPECT_TRUE(c.ends());
}

}  // namespace
}  // namespace gavel::http::testing
