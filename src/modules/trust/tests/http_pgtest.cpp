// What moderators see and decide.
#include "modules/trust/errors.hpp"
#include "modules/trust/http.hpp"
#include "modules/trust/repository.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/pg.hpp"

#include "base/random.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <string>

namespace gavel::trust {
namespace {

class http_pgtest : public gavel::test::pg_test {
protected:
    http_pgtest() { add_routes(routes, signals); }

    account_id account(const std::string& name) {
        return account_id::parse(db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language) "
                                                       "values ('{0}@example.org', 'x', '{0}', 'uk') returning id",
                                                       name)))
            .value();
    }
    std::string signal(const std::string& kind, account_id subject, int score, std::optional<account_id> other = {}) {
        return db.scalar(
            fmt::format("insert into trust_signals (kind, subject_id, other_id, score, evidence) "
                        "values ('{}', {}, {}, {}, '{{\"bids\": 12}}') returning id",
                        kind, subject.value, other ? other->text() : "null", score));
    }

    http::reply call(http::method m, const std::string& path, std::string query = {}, std::string body = {},
                     std::string key = random_uuid()) {
        http::request r;
        r.method = m;
        r.path = "/api/v1/moderation/signals" + path;
        r.body = std::move(body);
        r.until = soon();
        r.headers.add("content-type", "application/json");
        r.headers.add("idempotency-key", key);
        for (auto rest = query; !rest.empty();) {
            const auto end = std::min(rest.find('&'), rest.size());
            const auto equals = rest.find('=');
            r.queries.emplace_back(rest.substr(0, equals), rest.substr(equals + 1, end - equals - 1));
            rest.erase(0, end + 1);
        }
        r.who = http::principal{moderator, session_id{1}, as};
        const auto found = routes.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    http::reply get(std::string query = {}) { return call(http::method::get, "", std::move(query)); }
    http::reply decide(const std::string& id, const std::string& verdict, std::string key = random_uuid()) {
        return call(http::method::post, "/" + id + "/verdict", {}, R"({"verdict":")" + verdict + R"(","note":"Seen the lots."})",
                    std::move(key));
    }
    // Kinds of those that are new.
    boost::asio::awaitable<std::vector<std::string>> store_all(std::vector<trust::signal> found) {
        auto tx = co_await pool.begin(soon());
        auto fresh = co_await repository::store(tx, found);
        co_await tx.commit();
        co_return fresh;
    }
    static boost::json::object body(const http::reply& r) { return boost::json::parse(r.body).as_object(); }
    static std::string code(const http::reply& r) { return std::string(body(r).at("code").as_string()); }
    static std::string ids(const http::reply& r) {
        const auto page = body(r);
        std::string all;
        for (const auto& each : page.at("items").as_array()) all += std::string(each.at("id").as_string()) + " ";
        return all;
    }

    role as = role::moderator;
    service signals{pool};
    http::router routes;
    account_id moderator = account("moderator"), olena = account("olena"), kolya = account("kolya");
};

TEST_F(http_pgtest, lists_the_strongest_first_page_by_page) {
    const auto weak = signal("never_wins", kolya, 40), strong = signal("concentration", kolya, 90, olena),
               also = signal("shill_score", kolya, 40, olena);
    EXPECT_EQ(ids(get()), strong + " " + also + " " + weak + " ");
    const auto first = get("limit=2");
    EXPECT_EQ(ids(first), strong + " " + also + " ");
    const auto rest = get("limit=2&cursor=" + std::string(body(first).at("next_cursor").as_string()));
    EXPECT_EQ(ids(rest), weak + " ");
    EXPECT_TRUE(body(rest).at("next_cursor").is_null());
    const auto seen = body(get("kind=concentration")).at("items").as_array().at(0).as_object();
    EXPECT_EQ(seen.at("subject").at("display_name"), "kolya");
    EXPECT_EQ(seen.at("other").at("id").as_string(), olena.text());
    EXPECT_EQ(seen.at("evidence").at("bids"), 12);
    EXPECT_TRUE(seen.at("lot").is_null());
    EXPECT_TRUE(seen.at("verdict").is_null());
}

TEST_F(http_pgtest, filters) {
    const auto one = signal("never_wins", kolya, 40), other = signal("concentration", olena, 90, kolya),
               third = signal("never_wins", olena, 50);
    EXPECT_EQ(ids(get("account=" + kolya.text())), other + " " + one + " ");
    EXPECT_EQ(ids(get("kind=never_wins")), third + " " + one + " ");
    EXPECT_EQ(ids(get("lot=1")), "");
    EXPECT_EQ(ids(get("state=confirmed")), "");
    for (const auto wrong :
         {"state=closed", "kind=murder", "account=0", "lot=x", "cursor=1", "cursor=101-1", "cursor=-1", "cursor=50-", "limit=0"})
        EXPECT_EQ(code(get(wrong)), "invalid-input") << wrong;
}

TEST_F(http_pgtest, a_verdict_is_kept_with_moderator_note_and_time) {
    const auto id = signal("concentration", kolya, 60, olena);
    const auto decided = body(decide(id, "confirmed"));
    EXPECT_EQ(decided.at("state"), "confirmed");
    EXPECT_EQ(decided.at("verdict").at("verdict"), "confirmed");
    EXPECT_EQ(decided.at("verdict").at("moderator").at("display_name"), "moderator");
    EXPECT_EQ(decided.at("verdict").at("note"), "Seen the lots.");
    EXPECT_EQ(ids(get()), "");
    EXPECT_EQ(ids(get("state=confirmed")), id + " ");
}

TEST_F(http_pgtest, only_moderators_decide) {
    const auto id = signal("concentration", kolya, 60, olena);
    as = role::member;
    EXPECT_EQ(code(decide(id, "confirmed")), "moderators-only");
    for (const auto& each : routes.routes()) EXPECT_EQ(each.options.who, http::access::moderator) << each.pattern;
}

TEST_F(http_pgtest, two_moderators_do_not_overrule_each_other_unknowingly) {
    const auto id = signal("concentration", kolya, 60, olena);
    EXPECT_EQ(decide(id, "dismissed").status, 200);
    const auto late = decide(id, "confirmed");
    EXPECT_EQ(code(late), "signal-decided");
    EXPECT_EQ(body(late).at("state"), "dismissed");
    EXPECT_EQ(body(decide(id, "reopened")).at("state"), "open");
    EXPECT_EQ(code(decide(id, "reopened")), "signal-decided");
    EXPECT_EQ(body(decide(id, "confirmed")).at("state"), "confirmed");
    EXPECT_EQ(db.scalar("select string_agg(verdict, ' ' order by id) from trust_verdicts"), "dismissed reopened confirmed");
}

TEST_F(http_pgtest, a_repeated_request_decides_once) {
    const auto id = signal("concentration", kolya, 60, olena), other = signal("never_wins", kolya, 60);
    const auto key = random_uuid();
    const auto first = decide(id, "dismissed", key);
    EXPECT_EQ(decide(id, "dismissed", key).body, first.body);
    EXPECT_EQ(db.scalar("select count(*) from trust_verdicts"), "1");
    EXPECT_EQ(code(decide(other, "dismissed", key)), "verdict-key-reused");
    EXPECT_EQ(decide(id, "reopened").status, 200);
    EXPECT_EQ(body(decide(id, "dismissed", key)).at("state"), "open") << "a late repetition does not dismiss it again";
}

TEST_F(http_pgtest, refuses_what_is_no_verdict) {
    const auto id = signal("concentration", kolya, 60, olena);
    const auto with = [&](std::string text) { return call(http::method::post, "/" + id + "/verdict", {}, std::move(text)); };
    EXPECT_EQ(code(with(R"({"verdict":"guilty","note":"x"})")), "invalid-input");
    EXPECT_EQ(code(with(R"({"note":"x"})")), "invalid-input");
    EXPECT_EQ(code(with(R"({"verdict":"dismissed"})")), "invalid-input");
    EXPECT_EQ(code(with(R"({"verdict":"dismissed","note":" "})")), "invalid-input");
    EXPECT_EQ(code(with(R"({"verdict":"dismissed","note":")" + std::string(501, 'x') + R"("})")), "invalid-input");
    EXPECT_EQ(code(decide("999999", "dismissed")), "not-found");
    EXPECT_EQ(db.scalar("select count(*) from trust_verdicts"), "0");
}

TEST_F(http_pgtest, what_was_dismissed_opens_again_when_it_is_much_stronger) {
    const auto id = signal("concentration", kolya, 60, olena);
    ASSERT_EQ(decide(id, "dismissed").status, 200);
    trust::signal again;
    again.kind = kind::concentration;
    again.subject = kolya;
    again.other = olena;
    const auto store = [&](std::int64_t score) {
        again.score = score;
        again.evidence = {{"bids", score}};
        const std::vector<trust::signal> found{again};
        EXPECT_TRUE(run(store_all({again})).empty());
        return db.scalar("select state || ' ' || score || ' ' || (evidence->>'bids') from trust_signals");
    };
    EXPECT_EQ(store(79), "dismissed 79 79");
    EXPECT_EQ(store(80), "open 80 80");
    EXPECT_EQ(body(get()).at("items").as_array().at(0).at("verdict").at("verdict"), "dismissed") << "what was decided before is still said";
}

}  // namespace
}  // namespace gavel::trust
