// Slow, silent and greedy clients, streams, and the end of the process. Waits are for events, never for time to pass.
#include "platform/http/sse.hpp"
#include "platform/http/tests/loopback.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <future>

namespace gavel::http::testing {
namespace {

// Counts the streams that have ended.
class counted_end {
public:
    explicit counted_end(std::atomic<int>& count) : count_(count) {}
    counted_end(const counted_end&) = delete;
    counted_end& operator=(const counted_end&) = delete;
    ~counted_end() {
        ++count_;
        count_.notify_all();
    }

private:
    std::atomic<int>& count_;
};

class endurance : public loopback {
protected:
    endurance() {
        routes.add(method::get, "/quick", {}, [](request&) -> awaitable<reply> { co_return json_text("{}"); });
        routes.add(method::post, "/quick", {}, [](request&) -> awaitable<reply> { co_return json_text("{}"); });
        routes.add(method::get, "/gated", {}, [this](request&) { return gated(); });
        routes.add(method::get, "/events", {}, [this](request&) { return events(); });
        routes.add(method::get, "/flood", {}, [this](request&) { return flood(); });
        chosen.linger_ms = 100;
    }

    // Answers when the test says so.
    awaitable<reply> gated() {
        entered.set_value();
        boost::asio::steady_timer gate(io, std::chrono::steady_clock::time_point::max());
        open_gate = [&] { gate.cancel(); };
        boost::system::error_code woken;
        co_await gate.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        co_return json_text(R"({"late":true})");
    }
    awaitable<reply> events() {
        reply r;
        r.stream = [this](event_writer& to) {
            to.send(std::make_shared<event_text>(format_event("standing", "1:2", R"({"price":1})")));
            return std::make_shared<counted_end>(ended);
        };
        co_return r;
    }
    // As much as the reader takes.
    awaitable<reply> flood() {
        reply r;
        r.stream = [this](event_writer& to) {
            const auto more = [&to] {
                while (to.ready()) to.send(std::make_shared<event_text>(std::string(100'000, 'x')));
            };
            to.on_ready(more);
            more();
            return std::make_shared<counted_end>(ended);
        };
        co_return r;
    }
    void await_ended(int count) {
        for (int now = ended; now < count; now = ended) ended.wait(now);
    }

    std::promise<void> entered;
    std::function<void()> open_gate;
    std::atomic<int> ended = 0;
};

constexpr std::string_view quick = "GET /quick HTTP/1.1\r\nHost: a.test\r\n\r\n";
constexpr std::string_view events_request = "GET /events HTTP/1.1\r\nHost: a.test\r\n\r\n";

TEST_F(endurance, a_slow_head_is_told_so) {
    chosen.read_ms = 40;
    begin();
    auto c = connect();
    c.send("GET /quick HTTP/1.1\r\nHo");
    const auto r = c.receive();
    ASSERT_TRUE(r);
    EXPECT_EQ(r->status, 408);
    EXPECT_EQ(r->code(), "too-slow");
    EXPECT_TRUE(c.ends());
}

TEST_F(endurance, a_slow_body_is_told_so) {
    chosen.read_ms = 40;
    begin();
    auto c = connect();
    c.send("POST /quick HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\n123");
    EXPECT_EQ(c.receive()->status, 408);
}

TEST_F(endurance, a_silent_connection_ends_without_a_word) {
    chosen.idle_ms = 40;
    begin();
    auto c = connect();
    EXPECT_TRUE(c.ends());
    EXPECT_EQ(c.rest(), "");
    auto used = connect();
    EXPECT_EQ(used.ask(quick)->status, 200);
    EXPECT_TRUE(used.ends());
    EXPECT_EQ(used.rest(), "");
}

TEST_F(endurance, a_hang_up_in_the_middle_is_survived) {
    begin();
    for (const std::string_view part :
         {"G", "GET /quick HTTP/1.1\r\nHost", "POST /quick HTTP/1.1\r\nHost: a.test\r\nContent-Length: 10\r\n\r\n1"}) {
        auto c = connect();
        c.send(part);
        c.shut();
        EXPECT_TRUE(c.ends());
    }
    EXPECT_EQ(ask(quick).status, 200);
}

TEST_F(endurance, connections_of_one_address_are_bounded) {
    chosen.connections_per_address_max = 2;
    begin();
    auto first = connect(), second = connect();
    EXPECT_EQ(first.ask(quick)->status, 200);
    EXPECT_EQ(second.ask(quick)->status, 200);
    EXPECT_EQ(connect().receive()->status, 429);
    EXPECT_EQ(first.ask(quick)->status, 200);
}

TEST_F(endurance, connections_of_the_process_are_bounded) {
    chosen.connections_max = 1;
    begin();
    auto first = connect();
    EXPECT_EQ(first.ask(quick)->status, 200);
    EXPECT_EQ(connect().receive()->status, 503);
}

TEST_F(endurance, a_stream_speaks_and_notices_the_hang_up) {
    begin();
    {
        auto c = connect();
        const auto head = c.ask(events_request);
        EXPECT_EQ(head->header("content-type"), "text/event-stream");
        EXPECT_TRUE(c.await("event: standing\nid: 1:2\ndata: {\"price\":1}\n\n"));
        EXPECT_EQ(server->open_streams(), 1);
    }
    await_ended(1);
}

TEST_F(endurance, streams_of_one_client_are_bounded) {
    chosen.streams_per_address_max = 1;
    begin();
    auto first = connect();
    EXPECT_EQ(first.ask(events_request)->status, 200);
    auto second = connect();
    const auto refused = second.ask(events_request);
    EXPECT_EQ(refused->status, 429);
    EXPECT_EQ(refused->header("connection"), "");
    EXPECT_EQ(second.ask(quick)->status, 200);
}

TEST_F(endurance, a_reader_that_takes_nothing_is_closed) {
    chosen.write_ms = 40;
    begin();
    auto c = connect();
    c.send("GET /flood HTTP/1.1\r\nHost: a.test\r\n\r\n");
    await_ended(1);
}

TEST_F(endurance, a_text_larger_than_the_socket_arrives_whole) {
    begin();
    auto c = connect();
    EXPECT_EQ(c.ask("GET /flood HTTP/1.1\r\nHost: a.test\r\n\r\n")->status, 200);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(c.await("186a0\r\n" + std::string(100'000, 'x') + "\r\n"));
}

TEST_F(endurance, a_reader_of_http_1_0_gets_events_without_framing) {
    begin();
    auto c = connect();
    c.send("GET /events HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(c.await("\r\n\r\nevent: standing\nid: 1:2\ndata: {\"price\":1}\n\n"));
}

TEST_F(endurance, a_reader_who_talks_too_much_is_closed) {
    begin();
    auto c = connect();
    EXPECT_EQ(c.ask(events_request)->status, 200);
    c.send(std::string(50'000, 'x'));
    c.send(std::string(50'000, 'x'));
    await_ended(1);
}

TEST_F(endurance, the_stop_finishes_requests_and_ends_the_rest) {
    begin();
    auto idle = connect();
    EXPECT_EQ(idle.ask(quick)->status, 200);
    auto stream = connect();
    EXPECT_EQ(stream.ask(events_request)->status, 200);
    auto busy = connect();
    busy.send("GET /gated HTTP/1.1\r\nHost: a.test\r\n\r\n");
    entered.get_future().wait();

    life.request_stop();
    EXPECT_TRUE(idle.ends());
    await_ended(1);
    EXPECT_TRUE(stream.await("0\r\n\r\n"));
    boost::system::error_code refused;
    boost::asio::io_context other;
    boost::asio::ip::tcp::socket late(other);
    late.connect({boost::asio::ip::make_address("127.0.0.1"), port}, refused);
    EXPECT_TRUE(refused);

    boost::asio::post(io, [this] { open_gate(); });
    const auto r = busy.receive();
    ASSERT_TRUE(r);
    EXPECT_EQ(r->body, R"({"late":true})");
    EXPECT_EQ(r->header("connection"), "close");
    EXPECT_TRUE(end());
}

TEST_F(endurance, a_deadline_of_the_stop_frees_what_is_left) {
    begin();
    auto busy = connect();
    busy.send("GET /gated HTTP/1.1\r\nHost: a.test\r\n\r\n");
    entered.get_future().wait();
    life.request_stop();
    EXPECT_FALSE(life.wait_idle(runtime::within(std::chrono::milliseconds(1))));
    io.stop();
    thread.join();
    server.reset();
}

}  // namespace
}  // namespace gavel::http::testing
