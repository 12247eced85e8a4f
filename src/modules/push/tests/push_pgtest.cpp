// Devices and messages from the routes to a push service that answers as it is told.
#include "base/random.hpp"
#include "modules/push/http.hpp"
#include "modules/push/messages.hpp"
#include "modules/push/sender.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/pg.hpp"
#include "tests/support/scripted_server.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::push {
namespace {

using gavel::test::scripted_server;
using testing::HasSubstr;

options for_tests() {
    options chosen;
    chosen.local_services = true;
    return chosen;
}

class push_pgtest : public gavel::test::pg_test {
protected:
    push_pgtest() {
        db.execute(R"sql(
            insert into accounts (email, password_hash, display_name, language) values
                ('olena@example.com', 'x', 'Olena', 'uk'), ('john@example.com', 'x', 'John', 'en');
        )sql");
        add_routes(routes, devices);
        add_routes(strict_routes, strict);
    }

    session_id sign_in(account_id who) {
        return session_id{
            std::stoll(db.scalar(fmt::format("insert into sessions (account_id, token_hash, device, expires_at) values ({}, "
                                             "sha256(gen_random_uuid()::text::bytea), 'Firefox', now() + interval '1 day') returning id",
                                             who.value)))};
    }
    static std::string form(const std::string& endpoint, const webpush::key& browser = webpush::key::generate()) {
        boost::json::object o{{"endpoint", endpoint}, {"p256dh", base64url(browser.public_point())}, {"auth", random_token(16)}};
        return boost::json::serialize(o);
    }
    http::reply call(http::method m, std::string body, account_id who, session_id here, http::router& at) {
        http::request r;
        r.method = m;
        r.path = "/api/v1/me/push";
        r.body = std::move(body);
        r.until = soon();
        r.headers.add("content-type", "application/json");
        r.who.emplace();
        r.who->account = who;
        r.who->session = here;
        try {
            return run(at.find(m, r.path, r.params).found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    session_id on(account_id who, const std::string& endpoint) {
        const auto here = sign_in(who);
        EXPECT_EQ(call(http::method::put, form(endpoint), who, here, routes).status, 204);
        return here;
    }
    bool active(account_id who, session_id here) {
        return boost::json::parse(call(http::method::get, {}, who, here, routes).body).at("active").as_bool();
    }
    static message about(account_id who, const std::string& topic = "lot-7", const std::string& title = "News") {
        message m(who);
        m.name = "outbid";
        m.topic = topic;
        m.title = title;
        m.url = "/lots/7";
        return m;
    }
    void tell(const std::vector<message>& messages) {
        const auto work = [&]() -> awaitable<void> {
            auto tx = co_await pool.begin(soon());
            enqueue(tx, messages);
            co_await tx.commit();
        };
        run(work());
    }
    std::int64_t send() { return run(post.run_once()); }
    std::string waiting() {
        return db.scalar(
            "select coalesce(string_agg(payload::json ->> 'title', ' ' order by subscription_id, topic), '') from push_messages");
    }
    std::string count(const std::string& table) { return db.scalar("select count(*) from " + table); }
    std::string push_service(const std::string& path) { return service_.origin() + path; }
    void answers(std::vector<std::string> all) { service_.serve(std::move(all)); }

    scripted_server service_{io};
    metrics::registry numbers;
    service devices{pool, for_tests()}, strict{pool, push::options()};
    http::router routes, strict_routes;
    sender post{io, pool, for_tests(), "mailto:push@auction.example", numbers};
    const account_id olena{1}, john{2};
};

TEST_F(push_pgtest, a_site_has_one_key_for_ever) {
    const auto one = run(read_key(pool, soon())), two = run(read_key(pool, soon()));
    EXPECT_EQ(one.public_point(), two.public_point());
    const auto told = boost::json::parse(call(http::method::get, {}, olena, sign_in(olena), routes).body);
    EXPECT_EQ(told.at("public_key"), boost::json::value(base64url(one.public_point())));
    EXPECT_EQ(told.at("active"), false);
    EXPECT_EQ(count("push_key"), "1");
}

TEST_F(push_pgtest, a_device_ends_with_its_session) {
    const auto phone = on(olena, push_service("/phone"));
    const auto desk = on(olena, push_service("/desk"));
    EXPECT_TRUE(active(olena, phone));
    tell({about(olena)});
    EXPECT_EQ(count("push_messages"), "2");
    db.execute(fmt::format("delete from sessions where id = {}", phone.value));
    EXPECT_EQ(count("push_messages"), "1");
    EXPECT_EQ(call(http::method::put, form(push_service("/again")), olena, phone, routes).status, 401) << "signed out meanwhile";
    EXPECT_EQ(call(http::method::del, {}, olena, desk, routes).status, 204);
    EXPECT_EQ(call(http::method::del, {}, olena, desk, routes).status, 204);
    EXPECT_FALSE(active(olena, desk));
    EXPECT_EQ(count("push_messages"), "0");
}

TEST_F(push_pgtest, a_browser_belongs_to_whoever_came_last) {
    const auto hers = on(olena, push_service("/shared"));
    tell({about(olena)});
    const auto his = on(john, push_service("/shared"));
    EXPECT_FALSE(active(olena, hers));
    EXPECT_TRUE(active(john, his));
    EXPECT_EQ(count("push_messages"), "0") << "hers are not shown to him";
    EXPECT_EQ(call(http::method::put, form(push_service("/renewed")), john, his, routes).status, 204);
    EXPECT_EQ(db.scalar("select string_agg(endpoint, ' ') from push_subscriptions"), push_service("/renewed"));
    EXPECT_EQ(call(http::method::put, form(push_service("/renewed")), john, his, routes).status, 204) << "again, with new keys";
    EXPECT_EQ(count("push_subscriptions"), "1");
}

TEST_F(push_pgtest, an_account_has_ten_devices) {
    const auto first = on(olena, push_service("/0"));
    on(john, push_service("/john"));
    for (int i = 1; i <= devices_max; ++i) on(olena, push_service("/" + std::to_string(i)));
    EXPECT_FALSE(active(olena, first)) << "the oldest goes";
    EXPECT_EQ(db.scalar("select count(*) from push_subscriptions where account_id = 1"), std::to_string(devices_max));
    EXPECT_EQ(db.scalar("select count(*) from push_subscriptions where account_id = 2"), "1");
}

TEST_F(push_pgtest, only_push_services_of_the_open_internet_are_taken) {
    const auto here = sign_in(olena);
    for (const auto* each : {"http://push.example.net/x", "https://127.0.0.1/x", "https://localhost/x", "https://push.example.net:9200/x",
                             "not an address", "https://a:b@push.example.net/x"}) {
        const auto refused = call(http::method::put, form(each), olena, here, strict_routes);
        EXPECT_EQ(refused.status, 422) << each;
        EXPECT_THAT(refused.body, HasSubstr("endpoint")) << each;
    }
    for (const auto* each :
         {R"({"endpoint":"https://push.example.net/x","p256dh":"AAAA","auth":"AAAAAAAAAAAAAAAAAAAAAA"})",
          R"({"endpoint":"https://push.example.net/x"})", R"({"more":1})", R"({"endpoint":7,"p256dh":true,"auth":null})"})
        EXPECT_EQ(call(http::method::put, each, olena, here, strict_routes).status, 422) << each;
    EXPECT_EQ(call(http::method::put, form("https://push.example.net/x"), olena, here, strict_routes).status, 204);
}

TEST_F(push_pgtest, a_name_that_leads_home_is_never_reached) {
    const auto here = sign_in(olena);
    ASSERT_EQ(call(http::method::put, form("https://push.example.net/x"), olena, here, strict_routes).status, 204);
    const auto port = service_.origin().substr(service_.origin().rfind(':'));
    db.execute("update push_subscriptions set endpoint = 'https://0x7f.1/x'");  // a name for 127.0.0.1
    sender careful(io, pool, push::options(), "mailto:push@auction.example", numbers);
    tell({about(olena)});
    EXPECT_EQ(run(careful.run_once()), 1);
    EXPECT_EQ(service_.connections, 0);
    EXPECT_EQ(db.scalar("select failures from push_subscriptions"), "1");
    EXPECT_EQ(waiting(), "News");
    db.execute("update push_subscriptions set busy_until = now(), endpoint = 'http://127.0.0.1" + port +
               "/x'");  // of a time when it was allowed
    EXPECT_EQ(run(careful.run_once()), 1);
    EXPECT_EQ(service_.connections, 0);
    EXPECT_EQ(count("push_subscriptions"), "0");
}

TEST_F(push_pgtest, a_message_leaves_once_for_each_device) {
    on(olena, push_service("/phone"));
    on(john, push_service("/john"));
    auto m = about(olena);
    m.urgency = webpush::urgency::high;
    m.keep_for = std::chrono::hours(4);
    tell({m});
    answers({scripted_server::with(201)});
    EXPECT_EQ(send(), 1);
    EXPECT_EQ(send(), 0);
    EXPECT_EQ(count("push_messages"), "0");
    EXPECT_EQ(db.scalar("select count(*) from push_subscriptions where delivered_at is not null"), "1");
    ASSERT_EQ(service_.heard.size(), 1u);
    EXPECT_THAT(service_.heard[0], testing::AllOf(HasSubstr("POST /phone HTTP/1.1"), HasSubstr("Urgency: high"), HasSubstr("Topic: lot-7"),
                                                  HasSubstr("Content-Encoding: aes128gcm"), HasSubstr("Authorization: vapid t=")));
    EXPECT_THAT(service_.heard[0], testing::ContainsRegex("TTL: 14(400|399)"));
}

TEST_F(push_pgtest, nothing_leaves_of_a_transaction_that_failed) {
    on(olena, push_service("/phone"));
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        std::vector<message> one(1, about(olena));
        enqueue(tx, one);
        co_await tx.rollback();
    };
    run(work());
    EXPECT_EQ(send(), 0);
}

TEST_F(push_pgtest, newer_news_replace_older_about_the_same) {
    on(olena, push_service("/phone"));
    tell({about(olena, "lot-7", "first"), about(olena, "lot-8", "other"), about(olena, "lot-7", "second")});
    EXPECT_EQ(waiting(), "second other");
    tell({about(olena, "lot-7", "third")});
    EXPECT_EQ(waiting(), "third other");
    answers({scripted_server::with(201), scripted_server::with(201)});
    EXPECT_EQ(send(), 1) << "one at a time for each device";
    EXPECT_EQ(send(), 1);
    EXPECT_EQ(waiting(), "");
}

TEST_F(push_pgtest, news_that_come_while_older_are_sent_are_not_lost) {
    on(olena, push_service("/phone"));
    tell({about(olena, "lot-7", "older")});
    const auto on_its_way = run(claim(pool, soon(), 10));
    ASSERT_EQ(on_its_way.size(), 1u);
    EXPECT_TRUE(run(claim(pool, soon(), 10)).empty()) << "its device is busy";
    tell({about(olena, "lot-7", "newer")});
    EXPECT_TRUE(run(claim(pool, soon(), 10)).empty()) << "still";
    consequence taken;
    taken.message_done = true;
    run(settle(pool, soon(), on_its_way.front(), taken, true));
    EXPECT_EQ(waiting(), "newer");
    answers({scripted_server::with(201)});
    EXPECT_EQ(send(), 1);
}

TEST_F(push_pgtest, a_server_that_died_leaves_its_message_to_another) {
    on(olena, push_service("/phone"));
    tell({about(olena)});
    const auto lost = run(claim(pool, soon(), 10));
    db.execute("update push_subscriptions set busy_until = now()");  // the lease has run out
    answers({scripted_server::with(201)});
    EXPECT_EQ(send(), 1);
    tell({about(olena, "lot-7", "more")});
    consequence late;
    late.subscription_ends = true;
    run(settle(pool, soon(), lost.front(), late, false));
    EXPECT_EQ(count("push_subscriptions"), "1") << "only the last attempt says how it ended";
    EXPECT_EQ(waiting(), "more");
}

struct answer_case {
    std::string text;
    std::string messages, subscriptions, failures, wait_s;
};

TEST_F(push_pgtest, each_answer_has_its_effect) {
    const std::vector<answer_case> all{
        {scripted_server::with(202), "0", "1", "0", "0"},
        {scripted_server::with(410), "0", "0", "", ""},
        {scripted_server::with(404), "0", "0", "", ""},
        {scripted_server::with(429, "", "Retry-After: 90\r\n"), "1", "1", "0", "90"},
        {scripted_server::with(503), "1", "1", "1", "15"},
        {scripted_server::with(500, "", "Retry-After: 7\r\n"), "1", "1", "1", "7"},
        {scripted_server::with(413), "0", "1", "0", "0"},
        {scripted_server::with(403), "0", "1", "1", "15"},
        {scripted_server::with(302, "", "Location: http://127.0.0.1/\r\n"), "0", "1", "1", "15"},
        {"", "1", "1", "1", "15"},
        {scripted_server::with(200, std::string(100'000, 'x')), "1", "1", "1", "15"},
    };
    for (const auto& each : all) {
        db.execute("delete from push_subscriptions");
        on(olena, push_service("/phone"));
        tell({about(olena)});
        answers({each.text, ""});
        EXPECT_EQ(send(), 1) << each.text;
        const auto what = each.text.substr(0, 80);
        EXPECT_EQ(count("push_messages"), each.messages) << what;
        EXPECT_EQ(count("push_subscriptions"), each.subscriptions) << what;
        if (each.failures.empty()) continue;
        EXPECT_EQ(db.scalar("select failures from push_subscriptions"), each.failures) << what;
        EXPECT_EQ(db.scalar("select greatest(0, round(extract(epoch from busy_until - clock_timestamp())))::int from push_subscriptions"),
                  each.wait_s)
            << what;
    }
}

TEST_F(push_pgtest, news_that_nobody_needs_any_more_are_dropped) {
    on(olena, push_service("/phone"));
    tell({about(olena)});
    db.execute("update push_messages set due_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'");
    EXPECT_EQ(send(), 0);
    EXPECT_EQ(run(purge(pool, soon())), 1);
}

TEST_F(push_pgtest, what_is_worth_nothing_in_the_morning_is_not_kept) {
    on(olena, push_service("/phone"));
    auto soon_over = about(olena, "lot-8", "over");
    soon_over.after = std::chrono::hours(8);
    soon_over.worth_until = server_now() + std::chrono::hours(2);
    auto shorter = about(olena, "lot-9", "shorter");
    shorter.worth_until = server_now() + std::chrono::hours(2);
    tell({soon_over, shorter});
    EXPECT_EQ(waiting(), "shorter");
    EXPECT_EQ(db.scalar("select round(extract(epoch from expires_at - due_at) / 3600) from push_messages"), "2");
}

TEST_F(push_pgtest, what_is_not_wanted_any_more_is_withdrawn) {
    on(olena, push_service("/phone"));
    auto later = about(olena, "lot-8", "later");
    later.after = std::chrono::hours(8);
    auto other = about(olena, "lot-9", "kept");
    other.name = "won";
    tell({later, other});
    EXPECT_EQ(waiting(), "later kept");
    const auto work = [&]() -> awaitable<void> {
        auto tx = co_await pool.begin(soon());
        std::vector<std::string> names(1, "outbid");
        withdraw(tx, olena, names);
        co_await tx.commit();
    };
    run(work());
    EXPECT_EQ(waiting(), "kept");
}

}  // namespace
}  // namespace gavel::push
