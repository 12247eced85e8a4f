// The route: what a stream begins with, what is refused.
#include "modules/live/http.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/sse.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

namespace gavel::live {
namespace {

using boost::asio::awaitable;

// Every lot stands at version 1.
awaitable<std::vector<shared_change>> present(std::vector<lot_id> lots, std::vector<std::int64_t>, runtime::deadline) {
    std::vector<shared_change> all;
    for (const auto lot : lots) all.push_back(make_change(lot, 1, R"({"version":1})"));
    co_return all;
}

// Everybody has two unread messages.
awaitable<std::vector<unread_count>> two_unread(std::vector<account_id> accounts, runtime::deadline) {
    std::vector<unread_count> all;
    for (const auto each : accounts) all.push_back({each, 2});
    co_return all;
}

class recording_writer : public http::event_writer {
public:
    void send(http::shared_events events) override { text += events->bare(); }
    bool ready() const override { return true; }
    bool closed() const override { return false; }
    void on_ready(std::function<void()>) override {}
    std::string text;
};

class live_route : public testing::Test {
protected:
    live_route() { add_routes(routes, thread, present, two_unread); }

    template <class T>
    void run(awaitable<T> work) {
        std::exception_ptr failed;
        boost::asio::co_spawn(io, std::move(work), [&](std::exception_ptr e, auto...) { failed = e; });
        io.restart();
        io.poll();
        if (failed) std::rethrow_exception(failed);
    }
    // What a stream begins with.
    std::string beginning(const std::string& lots, const std::string& last_event_id = {}, std::optional<account_id> who = std::nullopt) {
        http::request r;
        r.path = "/api/v1/stream";
        r.queries = {{"lots", lots}};
        if (who) {
            r.who.emplace();
            r.who->account = *who;
        }
        if (!last_event_id.empty()) r.headers.add("last-event-id", last_event_id);
        recording_writer writer;
        run(read(r, writer));
        return writer.text;
    }

private:
    awaitable<void> read(http::request& r, http::event_writer& out) {
        const auto found = routes.find(r.method, r.path, r.params);
        const auto answer = co_await found.found->run(r);
        answer.stream(out);
    }

protected:
    boost::asio::io_context io{1};
    runtime::life life;
    hub all;
    shard thread{io, all, life, nullptr};
    http::router routes;
};

TEST_F(live_route, a_stream_begins_with_the_present) {
    const auto text = beginning("7");
    EXPECT_NE(text.find("event: standing\nid: 7:1\ndata: {\"version\":1,"), std::string::npos) << text;
    EXPECT_NE(text.find("event: ping\n"), std::string::npos);
}

TEST_F(live_route, a_reader_who_comes_back_gets_what_is_new) {
    const auto text = beginning("7,9,7", "9:1");
    EXPECT_NE(text.find("id: 7:1,9:1\n"), std::string::npos) << text;
    EXPECT_EQ(text.find("event: standing"), text.rfind("event: standing"));
}

TEST_F(live_route, begins_with_how_much_is_unread) {
    EXPECT_EQ(beginning("7").find("event: notification"), std::string::npos) << "for nobody";
    EXPECT_NE(beginning("7", {}, account_id{5}).find("event: notification\nid: 7:1\ndata: {\"unread\":2}"), std::string::npos);
    EXPECT_NE(beginning("", {}, account_id{5}).find("data: {\"unread\":2}"), std::string::npos) << "also without lots";
}

TEST(live_mailbox, what_was_told_since_is_newer_than_what_was_read) {
    mailbox box({}, account_id{5}, {});
    box.offer_unread(3);
    box.offer_first_unread(2);
    EXPECT_NE(box.take(instant()).find("{\"unread\":3}"), std::string::npos);
}

TEST_F(live_route, follows_at_most_fifty_lots) {
    std::string lots = "1";
    for (int i = 2; i <= 50; ++i) lots += fmt::format(",{}", i);
    EXPECT_FALSE(beginning(lots).empty());
    EXPECT_THROW(beginning(lots + ",51"), http::refusal);
    EXPECT_THROW(beginning("7,x"), http::refusal);
}

}  // namespace
}  // namespace gavel::live
