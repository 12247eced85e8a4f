// Readers: asking, confirming, choosing and leaving, through the routes.
#include "modules/newsletters/http.hpp"
#include "modules/newsletters/tests/fixture.hpp"
#include "platform/http/problems.hpp"

#include "base/random.hpp"

#include <boost/json/parse.hpp>

#include <gmock/gmock.h>

namespace gavel::newsletters {
namespace {

using http::method;
using testing::HasSubstr;

accounts::options few_attempts() {
    accounts::options o;
    o.register_per_address_max = 3;
    return o;
}

class subscriptions_pgtest : public newsletters_pgtest {
protected:
    subscriptions_pgtest() {
        add_subscription_routes(routes, readers);
        add_campaign_routes(routes, *desk);
    }
    http::reply call(method m, const std::string& path, const std::string& body = {}, std::optional<account_id> who = {},
                     role as = role::member) {
        http::request r;
        r.method = m;
        r.path = "/api/v1" + path;
        r.body = body;
        r.until = soon();
        r.client_address = "192.0.2.1";
        r.headers.add("content-type", "application/json");
        if (who) r.who = http::principal{*who, session_id{1}, as};
        const auto found = routes.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            if (found.found->options.who == http::access::host) r.require_host();
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    http::reply ask(const std::string& email, const std::string& more = {}) {
        return call(method::post, "/newsletter/subscriptions", R"({"email":")" + email + "\"" + more + "}");
    }
    // As if the letter had brought it.
    std::string token() {
        auto secret = random_token();
        const auto mint = [&]() -> boost::asio::awaitable<void> {
            auto tx = co_await pool.begin(soon());
            add_wish_token(tx, std::stoll(db.scalar("select id from newsletter_wishes")), sha256(secret));
            co_await tx.commit();
        };
        run(mint());
        return secret;
    }
    http::reply confirm(const std::string& secret) {
        return call(method::post, "/newsletter/confirmations", R"({"token":")" + secret + "\"}");
    }
    std::string subscribers() {
        return db.scalar(
            "select coalesce(string_agg(address || ' ' || language || ' ' || category_ids::text || ' ' || asked_by"
            " || case when unsubscribed_at is null then '' else ' left' end, ', ' order by id), '') from newsletter_subscribers");
    }
    static boost::json::object body(const http::reply& r) { return boost::json::parse(r.body).as_object(); }

    runtime::worker_pool workers{1, 10};
    redis::client absent{io, redis::client_options()};
    accounts::common shared{few_attempts(), workers};
    subscriptions readers{pool, absent, shared};
    http::router routes;
};

TEST_F(subscriptions_pgtest, nobody_is_subscribed_before_the_letter_is_answered) {
    const auto answer = ask("Olena@Example.org", R"(,"language":"ru","category_ids":["coins","music"])");
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.body, R"({"email":"olena@example.org"})");
    EXPECT_EQ(subscribers(), "");
    EXPECT_EQ(send_all(), 1);
    EXPECT_EQ(db.scalar("select count(*) from newsletter_tokens"), "1") << "made when the letter left";
    const auto secret = token();
    EXPECT_EQ(confirm(secret).status, 204);
    EXPECT_EQ(subscribers(), "olena@example.org ru {coins,music} letter");
    EXPECT_EQ(confirm(secret).status, 410) << "once";
    EXPECT_EQ(confirm(std::string(43, 'x')).status, 410);
}

TEST_F(subscriptions_pgtest, the_answer_is_the_same_whoever_asks_and_changes_nothing) {
    subscriber("olena@example.org", "uk", "{coins}");
    const auto known = ask("olena@example.org", R"(,"language":"en")"), unknown = ask("taras@example.org", R"(,"language":"en")");
    EXPECT_EQ(known.status, unknown.status);
    EXPECT_EQ(db.scalar("select count(*) from mail_letters"), "2") << "a letter in either case";
    EXPECT_EQ(subscribers(), "olena@example.org uk {coins} letter");
    EXPECT_EQ(ask("olena@example.org").status, 202);
    EXPECT_EQ(ask("olena@example.org").status, 202);
    EXPECT_EQ(body(ask("olena@example.org")).at("code"), "too-many-requests");
    EXPECT_EQ(body(ask("nonsense")).at("code"), "invalid-input");
    EXPECT_EQ(body(ask("a@example.org", R"(,"category_ids":["no-such"])")).at("code"), "invalid-input");
}

TEST_F(subscriptions_pgtest, a_new_wish_makes_the_old_link_worthless_and_old_ones_end) {
    ask("olena@example.org");
    const auto first = token();
    ask("olena@example.org");
    EXPECT_EQ(confirm(first).status, 410);
    ask("olena@example.org");
    const auto third = token();
    db.execute("update newsletter_tokens set expires_at = clock_timestamp() - interval '1 second'");
    EXPECT_EQ(confirm(third).status, 410);
    db.execute("update newsletter_wishes set created_at = created_at - interval '4 days'");
    EXPECT_EQ(send_all(), 3);
    EXPECT_EQ(sink.count(), 0u) << "what nobody can confirm any more is not sent";
}

TEST_F(subscriptions_pgtest, an_account_needs_one_click) {
    const auto olena = account("olena", "en");
    EXPECT_EQ(call(method::get, "/me/newsletter", {}, olena).body, R"({"subscribed":false,"category_ids":[]})");
    EXPECT_EQ(call(method::put, "/me/newsletter", R"({"subscribed":true,"category_ids":["coins"]})", olena).status, 200);
    EXPECT_EQ(call(method::put, "/me/newsletter", R"({"subscribed":true})", olena).body, R"({"subscribed":true,"category_ids":["coins"]})");
    EXPECT_EQ(subscribers(), "olena@example.org en {coins} account");
    EXPECT_EQ(call(method::put, "/me/newsletter", R"({"subscribed":false})", olena).status, 200);
    EXPECT_EQ(subscribers(), "olena@example.org en {coins} account left");
    EXPECT_EQ(body(call(method::put, "/me/newsletter", "{}", olena)).at("code"), "invalid-input");

    const auto key = run(mail::read_link_key(pool, soon()));
    const auto link = mail::sign(key, {olena, "outbid"});
    EXPECT_EQ(call(method::put, "/letters/newsletter/" + link, R"({"subscribed":true})").status, 200);
    EXPECT_EQ(call(method::get, "/letters/newsletter/" + link).body, R"({"subscribed":true,"category_ids":[]})");
    EXPECT_EQ(body(call(method::get, "/letters/newsletter/" + link + "0")).at("code"), "letter-link-invalid");
}

TEST_F(subscriptions_pgtest, a_link_unsubscribes_for_ever_and_only_when_it_is_posted_to) {
    subscriber("olena@example.org", "en");
    const auto sent = written({{language::en, "News"}}).id;
    ASSERT_TRUE(tell(sent, command::schedule));
    feed();
    send_all();
    feed();
    const auto key = run(mail::read_link_key(pool, soon()));
    const auto path = "/newsletter/unsubscribe/" + sign_reader(key, {subscriber_id{1}, sent});
    const auto asked = call(method::get, path);
    EXPECT_EQ(asked.status, 200);
    EXPECT_THAT(asked.body, HasSubstr("Unsubscribe from the news?"));
    EXPECT_EQ(subscribers(), "olena@example.org en {} letter");
    EXPECT_EQ(call(method::post, path, "List-Unsubscribe=One-Click").status, 200);
    EXPECT_EQ(call(method::post, path).status, 200) << "again is fine";
    EXPECT_EQ(subscribers(), "olena@example.org en {} letter left");
    EXPECT_EQ(now(sent).counts.unsubscribed, 1);
    EXPECT_EQ(call(method::post, path + "0").status, 404);
}

TEST_F(subscriptions_pgtest, campaigns_are_for_operators) {
    for (const auto& each : routes.routes()) {
        const bool ours = each.pattern.starts_with("/api/v1/newsletters");
        EXPECT_EQ(each.options.who == http::access::host, ours) << each.pattern;
    }
    EXPECT_EQ(body(call(method::get, "/newsletters", {}, author, role::moderator)).at("code"), "operators-only");
    const auto made = call(method::post, "/newsletters", "{}", author, role::host);
    EXPECT_EQ(made.status, 201);
    const auto path = "/newsletters/" + std::string(body(made).at("id").as_string());
    const auto patched = call(method::patch, path, R"({"segment":{"languages":["en"],"activity":"active","activity_days":7},
        "texts":[{"language":"en","subject":"Hello","body":"# Hello\n\n**you**"}]})",
                              author, role::host);
    EXPECT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(body(patched).at("segment").at("activity_days"), 7);
    EXPECT_EQ(body(patched).at("texts").at(0).at("subject"), "Hello");
    EXPECT_EQ(body(call(method::patch, path, R"({"segment":{"languages":["xx"]}})", author, role::host)).at("code"), "invalid-input");
    EXPECT_EQ(body(call(method::patch, path, R"({"texts":[{"language":"en"},{"language":"de"}]})", author, role::host)).at("code"),
              "invalid-input");
    const auto counted = body(call(method::post, "/newsletters/audience", R"({"languages":["en"]})", author, role::host));
    EXPECT_EQ(counted.at("people"), 0);
    EXPECT_EQ(counted.at("can_send"), true);
    const auto hostile = R"json({"language":"en","subject":"Hi <b>","body":"**bold** <script>x</script> [a](javascript:x)"})json";
    const auto shown = body(call(method::post, "/newsletters/preview", hostile, author, role::host));
    EXPECT_THAT(std::string(shown.at("html").as_string()), HasSubstr("<strong>bold</strong>"));
    EXPECT_THAT(std::string(shown.at("html").as_string()), testing::Not(HasSubstr("<script")));
    EXPECT_THAT(std::string(shown.at("html").as_string()), testing::Not(HasSubstr("javascript:")));
    EXPECT_EQ(body(call(method::post, path + "/schedule", "{}", author, role::host)).at("code"), "campaign-without-recipients");
    EXPECT_EQ(call(method::post, path + "/test", R"({"language":"en"})", author, role::host).status, 204);
    EXPECT_EQ(body(call(method::post, path + "/cancel", "{}", author, role::host)).at("state"), "cancelled");
    EXPECT_EQ(body(call(method::post, path + "/resume", "{}", author, role::host)).at("code"), "campaign-state-conflict");
    const auto list = body(call(method::get, "/newsletters", {}, author, role::host));
    EXPECT_EQ(list.at("items").as_array().size(), 1u);
    EXPECT_EQ(list.at("items").at(0).at("texts").at(0).at("body"), "");
}

}  // namespace
}  // namespace gavel::newsletters
