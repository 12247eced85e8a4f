// Mailboxes, the hub between io threads, and streams, with a writer that the test controls.
#include "modules/bidding/live.hpp"
#include "modules/bidding/stream.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace gavel::bidding {
namespace {

using boost::asio::awaitable;

public_standing standing_of(std::int64_t lot, std::int64_t version) {
    public_standing view;
    view.lot = lot_id{lot};
    view.version = version;
    view.state = lot_state::running;
    view.min_next.amount = version * 100;
    return view;
}

bool says(const std::string& text, std::int64_t lot, std::int64_t version) {
    return text.find(fmt::format(R"("lot_id":"{}","version":{},)", lot, version)) != std::string::npos;
}

std::vector<lot_id> lots(std::int64_t first, std::int64_t second) { return {lot_id{first}, lot_id{second}}; }

TEST(mailbox, keeps_only_the_newest) {
    mailbox box(lots(7, 9), std::nullopt, "");
    for (std::int64_t version = 1; version <= 1000; ++version) box.offer(make_live(standing_of(7, version)));
    box.offer(make_live(standing_of(7, 3)));
    box.offer(make_live(standing_of(8, 1)));
    const auto text = box.take(instant{});
    EXPECT_TRUE(says(text, 7, 1000));
    EXPECT_EQ(text.find("event: standing"), text.rfind("event: standing"));
    EXPECT_NE(text.find("id: 7:1000\n"), std::string::npos) << text;
    EXPECT_FALSE(box.has_news());
    box.offer(make_live(standing_of(7, 1000)));
    EXPECT_FALSE(box.has_news());
}

TEST(mailbox, resumes_from_the_last_event_id) {
    mailbox box(lots(7, 9), std::nullopt, "7:5,9:2,11:4,nonsense,9:,:3,7");
    box.offer(make_live(standing_of(7, 5)));
    box.offer(make_live(standing_of(9, 3)));
    const auto text = box.take(instant{});
    EXPECT_FALSE(says(text, 7, 5));
    EXPECT_TRUE(says(text, 9, 3));
    EXPECT_NE(text.find("id: 7:5,9:3\n"), std::string::npos) << text;
}

TEST(mailbox, stamps_every_event_with_the_moment_of_sending) {
    mailbox box(lots(7, 9), account_id{5}, "");
    box.offer(make_live(standing_of(7, 1)));
    box.offer_unread(4);
    const auto text = box.take(parse_instant("2026-11-22T19:30:00Z").value());
    const auto data = text.find("data: ");
    const auto parsed = boost::json::parse(text.substr(data + 6, text.find('\n', data) - data - 6)).as_object();
    EXPECT_EQ(parsed.at("server_time").as_string(), "2026-11-22T19:30:00.000Z");
    EXPECT_EQ(parsed.at("min_next").at("amount").as_int64(), 100);
    EXPECT_NE(text.find("event: notification\n"), std::string::npos);
    EXPECT_NE(text.find(R"(data: {"unread":4})"), std::string::npos);
}

TEST(wire, messages_survive_the_way) {
    const auto event = make_live(standing_of(7, 3));
    const auto standing = parse_wire(wire_text("node \"one\"", *event));
    ASSERT_TRUE(standing);
    EXPECT_EQ(standing->node, "node \"one\"");
    EXPECT_EQ(standing->standing->lot, lot_id{7});
    EXPECT_EQ(standing->standing->version, 3);
    EXPECT_EQ(standing->standing->json, event->json);
    const auto unread = parse_wire(wire_text("one", account_id{5}, 2));
    ASSERT_TRUE(unread);
    EXPECT_EQ(unread->account, account_id{5});
    EXPECT_EQ(unread->unread, 2);
    for (const auto* bad :
         {"", "{", "[]", "{}", R"({"node":1})", R"({"node":"a","lot":"x","version":1,"standing":{"a":1}})",
          R"({"node":"a","lot":"7","version":-1,"standing":{"a":1}})", R"({"node":"a","lot":"7","version":1,"standing":{}})",
          R"({"node":"a","account":"5","unread":-1})", R"({"node":"a","account":5,"unread":1})"})
        EXPECT_FALSE(parse_wire(bad)) << bad;
}

class live_hub : public testing::Test {
protected:
    std::shared_ptr<mailbox> box(live_shard& on, std::int64_t lot, std::optional<account_id> who = std::nullopt) {
        auto made = std::make_shared<mailbox>(std::vector<lot_id>{lot_id{lot}}, who, "");
        readers.push_back(on.subscribe(made));
        return made;
    }
    static void settle(boost::asio::io_context& io) {
        io.restart();
        io.poll();
    }

    boost::asio::io_context io_one{1}, io_two{1};
    runtime::life life;
    hub all;
    live_shard one{io_one, all, life, nullptr}, two{io_two, all, life, nullptr};
    std::vector<std::shared_ptr<live_shard::subscription>> readers;
};

TEST_F(live_hub, reaches_readers_on_every_thread_and_nobody_else) {
    const auto here = box(one, 7), there = box(two, 7), other = box(two, 9);
    one.publish(standing_of(7, 2));
    settle(io_one);
    settle(io_two);
    EXPECT_TRUE(says(here->take(instant{}), 7, 2));
    EXPECT_TRUE(says(there->take(instant{}), 7, 2));
    EXPECT_FALSE(other->has_news());
}

TEST_F(live_hub, ignores_what_is_older_and_its_own_echo) {
    const auto reader = box(one, 7);
    one.publish(standing_of(7, 5));
    all.deliver_message(wire_text("another", *make_live(standing_of(7, 4))));
    settle(io_one);
    EXPECT_TRUE(says(reader->take(instant{}), 7, 5));
    all.deliver_message(wire_text(all.node(), *make_live(standing_of(7, 6))));
    settle(io_one);
    EXPECT_FALSE(reader->has_news());
    all.deliver_message(wire_text("another", *make_live(standing_of(7, 6))));
    all.deliver_message("garbage");
    settle(io_one);
    EXPECT_TRUE(says(reader->take(instant{}), 7, 6));
}

TEST_F(live_hub, account_channel_and_listeners) {
    std::vector<std::int64_t> heard;
    all.on_change([&](lot_id, std::int64_t version) { heard.push_back(version); });
    const auto mine = box(one, 7, account_id{5}), foreign = box(two, 7, account_id{6});
    two.notify(account_id{5}, 2);
    two.notify(account_id{5}, 2);
    settle(io_one);
    settle(io_two);
    EXPECT_NE(mine->take(instant{}).find(R"({"unread":2})"), std::string::npos);
    EXPECT_FALSE(foreign->has_news());
    one.publish(standing_of(123, 9));
    EXPECT_EQ(heard, std::vector<std::int64_t>{9});
}

TEST_F(live_hub, forgets_who_has_left) {
    box(one, 7, account_id{5});
    box(two, 7);
    EXPECT_EQ(all.watched_lots().size(), 1u);
    readers.clear();
    EXPECT_TRUE(all.watched_lots().empty());
    EXPECT_TRUE(all.watched_accounts().empty());
    one.publish(standing_of(7, 2));
    settle(io_one);
}

// A socket that takes one piece of text whenever the test says so.
class gated_writer : public http::event_writer {
public:
    explicit gated_writer(boost::asio::io_context& io) : gate_(io, std::chrono::steady_clock::time_point::max()) {}

    awaitable<bool> send(std::string text) override {
        sent.push_back(std::move(text));
        while (!open_) {
            boost::system::error_code woken;
            co_await gate_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, woken));
        }
        co_return !closed_;
    }
    bool closed() const override { return closed_; }
    void on_close(std::function<void()> wake) override { wake_ = std::move(wake); }

    void open(bool now) {
        open_ = now;
        gate_.cancel();
    }
    void close() {
        closed_ = true;
        wake_();
    }
    std::vector<std::string> sent;

private:
    boost::asio::steady_timer gate_;
    std::function<void()> wake_;
    bool open_ = true, closed_ = false;
};

TEST_F(live_hub, a_slow_reader_gets_only_the_newest_and_ends_when_closed) {
    const auto reader = box(one, 7);
    const auto subscription = readers.back();
    gated_writer writer(io_one);
    bool ended = false;
    boost::asio::co_spawn(io_one, run_stream(subscription, writer), [&](std::exception_ptr) { ended = true; });
    settle(io_one);
    ASSERT_EQ(writer.sent.size(), 1u);
    EXPECT_NE(writer.sent[0].find("event: ping\n"), std::string::npos);

    writer.open(false);
    one.publish(standing_of(7, 1));
    settle(io_one);
    ASSERT_EQ(writer.sent.size(), 2u);
    for (std::int64_t version = 2; version <= 500; ++version) {
        one.publish(standing_of(7, version));
        settle(io_one);
    }
    EXPECT_EQ(writer.sent.size(), 2u) << "the socket is still busy with the first";
    writer.open(true);
    settle(io_one);
    ASSERT_EQ(writer.sent.size(), 3u);
    EXPECT_TRUE(says(writer.sent[2], 7, 500));

    writer.close();
    settle(io_one);
    EXPECT_TRUE(ended);
}

}  // namespace
}  // namespace gavel::bidding
