// Mailboxes, the hub between io threads, and readers, with a writer that the test controls.
#include "modules/live/shard.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <list>
#include <set>

namespace gavel::live {
namespace {

shared_change standing_of(std::int64_t lot, std::int64_t version) {
    return make_change(lot_id{lot}, version, fmt::format(R"({{"lot_id":"{}","version":{},"bids":{}}})", lot, version, version * 100));
}

bool says(const std::string& text, std::int64_t lot, std::int64_t version) {
    return text.find(fmt::format(R"("lot_id":"{}","version":{},)", lot, version)) != std::string::npos;
}

std::vector<lot_id> lots(std::int64_t first, std::int64_t second) { return {lot_id{first}, lot_id{second}}; }

TEST(mailbox, keeps_only_the_newest) {
    mailbox box(lots(7, 9), std::nullopt, "");
    for (std::int64_t version = 1; version <= 1000; ++version) box.offer(standing_of(7, version));
    box.offer(standing_of(7, 3));
    box.offer(standing_of(8, 1));
    const auto text = box.take(instant{});
    EXPECT_TRUE(says(text, 7, 1000));
    EXPECT_EQ(text.find("event: standing"), text.rfind("event: standing"));
    EXPECT_NE(text.find("id: 7:1000\n"), std::string::npos) << text;
    EXPECT_FALSE(box.has_news());
    box.offer(standing_of(7, 1000));
    EXPECT_FALSE(box.has_news());
}

TEST(mailbox, resumes_from_the_last_event_id) {
    mailbox box(lots(7, 9), std::nullopt, "7:5,9:2,11:4,nonsense,9:,:3,7");
    box.offer(standing_of(7, 5));
    box.offer(standing_of(9, 3));
    const auto text = box.take(instant{});
    EXPECT_FALSE(says(text, 7, 5));
    EXPECT_TRUE(says(text, 9, 3));
    EXPECT_NE(text.find("id: 7:5,9:3\n"), std::string::npos) << text;
}

TEST(mailbox, stamps_every_event_with_the_moment_of_sending) {
    mailbox box(lots(7, 9), account_id{5}, "");
    box.offer(standing_of(7, 1));
    box.offer_unread(4);
    const auto text = box.take(parse_instant("2026-11-22T19:30:00Z").value());
    const auto data = text.find("data: ");
    const auto parsed = boost::json::parse(text.substr(data + 6, text.find('\n', data) - data - 6)).as_object();
    EXPECT_EQ(parsed.at("server_time").as_string(), "2026-11-22T19:30:00.000Z");
    EXPECT_EQ(parsed.at("bids").as_int64(), 100);
    EXPECT_NE(text.find("event: notification\n"), std::string::npos);
    EXPECT_NE(text.find(R"(data: {"unread":4})"), std::string::npos);
}

TEST(mailbox, a_lone_change_of_its_only_lot_can_be_shared) {
    mailbox one({lot_id{7}}, account_id{5}, "");
    EXPECT_FALSE(one.take_only_change());
    const auto event = standing_of(7, 3);
    one.offer(event);
    one.offer_unread(2);
    EXPECT_FALSE(one.take_only_change()) << "the count waits too";
    EXPECT_NE(one.take(instant{}).find(standing_event(*event, instant{})), std::string::npos) << "both ways say the same";
    one.offer(standing_of(7, 4));
    EXPECT_EQ(one.take_only_change()->version, 4);
    EXPECT_FALSE(one.has_news());
    one.offer(standing_of(7, 4));
    EXPECT_FALSE(one.has_news()) << "it counts as shown";

    mailbox two(lots(7, 9), std::nullopt, "");
    two.offer(event);
    EXPECT_FALSE(two.take_only_change()) << "its event id names both lots";
}

TEST(wire, messages_survive_the_way) {
    const auto event = standing_of(7, 3);
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

// A socket that takes texts only while the test leaves it open.
class gated_writer : public http::event_writer {
public:
    void send(http::shared_events events) override {
        texts.push_back(events);
        busy_ = !open_;
    }
    bool ready() const override { return !busy_; }
    bool closed() const override { return false; }
    void on_ready(std::function<void()> told) override { told_ = std::move(told); }

    void open(bool now) {
        open_ = now;
        if (open_ && std::exchange(busy_, false)) told_();
    }
    // Everything since the last call.
    std::string take() {
        std::string all;
        for (const auto& each : std::exchange(texts, {})) all += each->bare();
        return all;
    }
    std::vector<http::shared_events> texts;

private:
    std::function<void()> told_;
    bool open_ = true, busy_ = false;
};

class live_hub : public testing::Test {
protected:
    // A page that follows one lot, with its socket.
    struct visitor {
        visitor(shard& on, std::int64_t lot, std::optional<account_id> who) : stream(on, mailbox({lot_id{lot}}, who, "")) {
            stream.speak(socket);
            EXPECT_NE(socket.take().find("event: ping\n"), std::string::npos) << "a page that has just begun knows the time";
        }
        gated_writer socket;
        reader stream;
    };
    visitor& open(shard& on, std::int64_t lot, std::optional<account_id> who = std::nullopt) { return pages.emplace_back(on, lot, who); }
    static void settle(boost::asio::io_context& io) {
        io.restart();
        io.poll();
    }

    boost::asio::io_context io_one{1}, io_two{1};
    runtime::life life;
    hub all;
    shard one{io_one, all, life, nullptr}, two{io_two, all, life, nullptr};
    std::list<visitor> pages;
};

TEST_F(live_hub, reaches_readers_on_every_thread_and_nobody_else) {
    auto &here = open(one, 7), &there = open(two, 7), &other = open(two, 9);
    one.publish(standing_of(7, 2));
    settle(io_one);
    settle(io_two);
    EXPECT_TRUE(says(here.socket.take(), 7, 2));
    EXPECT_TRUE(says(there.socket.take(), 7, 2));
    EXPECT_EQ(other.socket.take(), "");
}

TEST_F(live_hub, ignores_what_is_older_and_its_own_echo) {
    auto& page = open(one, 7);
    one.publish(standing_of(7, 5));
    all.deliver_message(wire_text("another", *standing_of(7, 4)));
    settle(io_one);
    EXPECT_TRUE(says(page.socket.take(), 7, 5));
    all.deliver_message(wire_text(all.node(), *standing_of(7, 6)));
    settle(io_one);
    EXPECT_EQ(page.socket.take(), "");
    all.deliver_message(wire_text("another", *standing_of(7, 6)));
    all.deliver_message("garbage");
    settle(io_one);
    EXPECT_TRUE(says(page.socket.take(), 7, 6));
}

TEST_F(live_hub, account_channel_and_listeners) {
    std::vector<std::int64_t> heard;
    all.on_change([&](lot_id, std::int64_t version) { heard.push_back(version); });
    auto &mine = open(one, 7, account_id{5}), &foreign = open(two, 7, account_id{6});
    two.notify(account_id{5}, 2);
    two.notify(account_id{5}, 2);
    settle(io_one);
    settle(io_two);
    EXPECT_NE(mine.socket.take().find(R"({"unread":2})"), std::string::npos);
    EXPECT_EQ(foreign.socket.take(), "");
    one.publish(standing_of(123, 9));
    one.publish(standing_of(7, 3));
    all.deliver(standing_of(7, 3));
    EXPECT_EQ(heard, (std::vector<std::int64_t>{9, 3})) << "old news of a watched lot are no news";
}

TEST_F(live_hub, forgets_who_has_left) {
    open(one, 7, account_id{5});
    open(two, 7);
    EXPECT_EQ(all.watched_lots().size(), 1u);
    one.publish(standing_of(7, 2));
    pages.clear();
    EXPECT_TRUE(all.watched_lots().empty());
    EXPECT_TRUE(all.watched_accounts().empty());
    settle(io_one);
    settle(io_two);
}

TEST_F(live_hub, readers_of_the_same_lot_share_the_text) {
    for (int i = 0; i < 1000; ++i) open(one, 7);
    one.publish(standing_of(7, 2));
    settle(io_one);
    std::set<http::shared_events> texts;
    for (auto& page : pages) {
        ASSERT_EQ(page.socket.texts.size(), 1u);
        texts.insert(page.socket.texts.front());
        EXPECT_TRUE(says(page.socket.take(), 7, 2));
    }
    EXPECT_LT(texts.size(), pages.size() / 2) << "one per millisecond";
}

TEST_F(live_hub, a_slow_reader_gets_only_the_newest) {
    auto &slow = open(one, 7), &quick = open(one, 7);
    slow.socket.open(false);
    for (std::int64_t version = 1; version <= 500; ++version) {
        one.publish(standing_of(7, version));
        settle(io_one);
        EXPECT_TRUE(says(quick.socket.take(), 7, version));
    }
    EXPECT_TRUE(says(slow.socket.take(), 7, 1)) << "the socket was busy with the first ever since";
    slow.socket.open(true);
    ASSERT_EQ(slow.socket.texts.size(), 1u);
    EXPECT_TRUE(says(slow.socket.take(), 7, 500));
}

TEST_F(live_hub, a_reader_may_outlive_its_thread) {
    hub other;
    auto thread = std::make_unique<shard>(io_one, other, life, nullptr);
    auto& page = pages.emplace_back(*thread, 7, account_id{5});
    thread->publish(standing_of(7, 2));
    thread.reset();
    page.socket.open(true);
    pages.clear();
}

}  // namespace
}  // namespace gavel::live
