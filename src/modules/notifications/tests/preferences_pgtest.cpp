// Preferences as their routes change them, and what the worker and the digest then do.
#include "modules/mail/link_key.hpp"
#include "modules/notifications/digest.hpp"
#include "modules/notifications/preferences_http.hpp"
#include "modules/notifications/tests/inbox_fixture.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gavel::notifications {
namespace {

using news::kind;
using testing::HasSubstr;

class preferences_pgtest : public test::inbox_test {
protected:
    preferences_pgtest() { add_preference_routes(routes, wishes); }

    http::reply call(http::method m, const std::string& path, std::string body = {}, std::optional<account_id> who = std::nullopt) {
        http::request r;
        r.method = m;
        r.path = path;
        r.body = std::move(body);
        r.until = soon();
        r.headers.add("content-type", m == http::method::post ? "application/x-www-form-urlencoded" : "application/json");
        if (who) {
            r.who.emplace();
            r.who->account = *who;
        }
        const auto found = routes.find(m, path, r.params);
        EXPECT_NE(found.found, nullptr) << path;
        try {
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    http::reply patch(const std::string& body, account_id who) { return call(http::method::patch, "/api/v1/me/preferences", body, who); }
    std::string link(account_id who, const std::string& letter) {
        return mail::sign(run(mail::read_link_key(pool, soon())), {who, letter});
    }
    static boost::json::object event(const http::reply& from, std::string_view name) {
        const auto body = boost::json::parse(from.body);
        for (const auto& each : body.at("events").as_array())
            if (each.at("kind") == boost::json::value(name)) return each.as_object();
        return {};
    }

    http::router routes;
    preferences_service wishes{pool};
};

TEST_F(preferences_pgtest, are_everything_until_somebody_chooses) {
    const auto mine = call(http::method::get, "/api/v1/me/preferences", {}, olena);
    EXPECT_EQ(mine.status, 200);
    EXPECT_EQ(event(mine, "outbid"),
              boost::json::parse(R"({"kind":"outbid","in_app":true,"mail":true,"push":true,"mail_required":false})"));
    EXPECT_EQ(event(mine, "won"), boost::json::parse(R"({"kind":"won","in_app":true,"mail":true,"push":true,"mail_required":true})"));
    EXPECT_THAT(mine.body, HasSubstr(R"("quiet_from":null,"quiet_to":null,"time_zone":"Europe/Kyiv","digest":"off")"));
}

TEST_F(preferences_pgtest, change_only_what_is_given) {
    const auto first =
        patch(R"({"events":[{"kind":"lost","mail":false},{"kind":"won","mail":false}],"quiet_from":"22:00","quiet_to":"07:30"})", olena);
    EXPECT_EQ(first.status, 200) << first.body;
    const auto second = patch(R"({"events":[{"kind":"lost","in_app":false}],"time_zone":"Europe/Warsaw"})", olena);
    EXPECT_EQ(event(second, "lost"),
              boost::json::parse(R"({"kind":"lost","in_app":false,"mail":false,"push":false,"mail_required":false})"));
    EXPECT_EQ(event(second, "won").at("mail"), true) << "cannot be turned off";
    EXPECT_THAT(second.body, HasSubstr(R"("quiet_from":"22:00","quiet_to":"07:30","time_zone":"Europe/Warsaw")"));
    EXPECT_THAT(patch(R"({"quiet_from":null,"quiet_to":null})", olena).body, HasSubstr(R"("quiet_from":null)"));
    EXPECT_EQ(event(call(http::method::get, "/api/v1/me/preferences", {}, john), "lost").at("mail"), true) << "another's";
}

TEST_F(preferences_pgtest, refuse_what_makes_no_sense) {
    for (const auto* body :
         {R"({"events":[{"kind":"nothing","mail":true}]})", R"({"events":[{"kind":"lost","mail":1}]})", R"({"events":[7]})",
          R"({"events":[{"kind":"lost","fax":true}]})", R"({"quiet_from":"22:00"})", R"({"quiet_from":"25:00","quiet_to":"01:00"})",
          R"({"quiet_from":"01:00","quiet_to":"01:00"})", R"({"digest":"hourly"})", R"({"time_zone":"Moon/Base"})", R"({"more":1})"})
        EXPECT_EQ(patch(body, olena).status, 422) << body;
    EXPECT_EQ(db.scalar("select count(*) from notification_preferences"), "0");
}

TEST_F(preferences_pgtest, are_open_to_whoever_holds_a_link_from_a_letter_and_to_nobody_else) {
    const auto path = "/api/v1/letters/preferences/" + link(olena, "outbid");
    EXPECT_EQ(call(http::method::get, path).status, 200);
    EXPECT_EQ(call(http::method::patch, path, R"({"events":[{"kind":"sold","mail":false}]})").status, 200);
    EXPECT_EQ(event(call(http::method::get, "/api/v1/me/preferences", {}, olena), "sold").at("mail"), false);
    for (const auto& bad : {path + "0", path.substr(0, path.size() - 1), "/api/v1/letters/preferences/" + std::string(200, 'x'),
                            "/api/v1/letters/preferences/" + link(account_id{99}, "outbid")})
        EXPECT_EQ(call(http::method::get, bad).status, 404) << bad;
}

TEST_F(preferences_pgtest, one_click_ends_letters_like_that_one_and_only_a_click) {
    happen({about(kind::outbid, john, spoon, 1), about(kind::lost, john, spoon, 2)});
    const auto path = "/api/v1/letters/unsubscribe/" + link(john, "outbid");
    const auto asked = call(http::method::get, path);
    EXPECT_EQ(asked.status, 200);
    EXPECT_THAT(asked.body, HasSubstr("lang=\"en\"")) << "the language of the account";
    EXPECT_EQ(db.scalar("select count(*) from notification_preferences"), "0") << "scanners look at every link";
    for (int i = 0; i < 2; ++i) EXPECT_EQ(call(http::method::post, path, "List-Unsubscribe=One-Click").status, 200);
    EXPECT_EQ(db.scalar("select string_agg(name || ' ' || state, ', ' order by name) from mail_letters"),
              "lost waiting, outbid suppressed");
    happen({about(kind::outbid, john, bell, 3), about(kind::lost, john, bell, 4)});
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where state = 'waiting'"), "2");
    EXPECT_EQ(read(john).items.size(), 4u) << "the list on the site has them all";
    EXPECT_EQ(call(http::method::post, path + "0", "List-Unsubscribe=One-Click").status, 404);
    EXPECT_EQ(call(http::method::post, "/api/v1/letters/unsubscribe/" + link(john, "won"), "").status, 200);
    happen({about(kind::won, john, bell, 5)});
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where name = 'won'"), "1") << "one may not miss it";
}

TEST_F(preferences_pgtest, in_quiet_hours_letters_wait_but_for_what_is_required) {
    // From the minute before now for two hours, in an account's own zone.
    patch(R"({"quiet_from":"00:00","quiet_to":"00:01","time_zone":"Asia/Tokyo"})", olena);
    db.execute(
        "update notification_settings set quiet_from = (m + 1439) % 1440, quiet_to = (m + 119) % 1440 from (select "
        "(extract(epoch from (clock_timestamp() at time zone 'Asia/Tokyo')::time) / 60)::int % 1440 as m) as now");
    add_device(olena);
    happen({about(kind::outbid, olena, bell, 1), about(kind::won, olena, spoon, 2)});
    EXPECT_EQ(
        db.scalar("select string_agg(topic || ' ' || name || ' ' || (due_at > clock_timestamp() + interval '115 minutes')::text, ', ' "
                  "order by topic) from push_messages"),
        "lot-1 won true, lot-2 outbid true");
    patch(R"({"events":[{"kind":"won","push":false}]})", olena);
    EXPECT_EQ(db.scalar("select string_agg(name, ' ') from push_messages"), "outbid") << "what is not wanted any more does not wait either";
    EXPECT_EQ(db.scalar("select string_agg(name || ' ' || (due_at > clock_timestamp() + interval '115 minutes')::text || ' ' || "
                        "(due_at < clock_timestamp() + interval '125 minutes')::text, ', ' order by id) from mail_letters"),
              "outbid true true, won false true");
}

TEST_F(preferences_pgtest, not_in_app_is_read_from_the_beginning) {
    patch(R"({"events":[{"kind":"outbid","in_app":false}]})", olena);
    happen({about(kind::outbid, olena, spoon, 1), about(kind::lost, olena, spoon, 2)});
    EXPECT_EQ(read(olena).unread, 1);
    EXPECT_EQ(read(olena).items.size(), 2u);
}

TEST_F(preferences_pgtest, a_digest_tells_once_a_day_what_no_letter_told) {
    happen({about(kind::lost, olena, bell, 1)});
    patch(R"({"digest":"daily"})", olena);
    EXPECT_EQ(db.scalar("select to_char(digest_due_at at time zone 'Europe/Kyiv', 'HH24:MI') from notification_settings"), "09:00");
    EXPECT_EQ(
        db.scalar("select digest_due_at between clock_timestamp() and clock_timestamp() + interval '25 hours' from notification_settings"),
        "t");
    db.execute("delete from mail_letters");
    digest_writer digests(pool, carrier);
    EXPECT_EQ(run(digests.run_once()), 0) << "not due";
    std::vector<news::event> many;
    for (int i = 0; i < 40; ++i) many.push_back(about(kind::outbid, olena, spoon, 10 + i));
    many.push_back(about(kind::won, olena, bell, 99));
    happen(many);
    EXPECT_EQ(db.scalar("select string_agg(name, ' ') from mail_letters"), "won");
    const auto morning = [&] {
        db.execute("update notification_settings set digest_due_at = clock_timestamp()");
        return run(digests.run_once());
    };
    EXPECT_EQ(morning(), 1);
    EXPECT_EQ(db.scalar("select contents->>'count' || ' ' || (contents->>'more') from mail_letters where name = 'digest'"), "40 10");
    EXPECT_THAT(db.scalar("select contents->>'items' from mail_letters where name = 'digest'"),
                HasSubstr("Silver spoon: вашу ставку перебито"));
    EXPECT_EQ(db.scalar("select digest_due_at > clock_timestamp() from notification_settings"), "t");
    EXPECT_EQ(morning(), 1);
    EXPECT_EQ(db.scalar("select count(*) from mail_letters where name = 'digest'"), "1") << "nothing new, no letter";
    EXPECT_EQ(call(http::method::post, "/api/v1/letters/unsubscribe/" + link(olena, "digest"), "").status, 200);
    EXPECT_EQ(db.scalar("select digest from notification_settings"), "off");
    EXPECT_EQ(db.scalar("select state from mail_letters where name = 'digest'"), "suppressed");
}

}  // namespace
}  // namespace gavel::notifications
