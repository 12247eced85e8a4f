// Fees in the schema: one at a time, the past stays; what lots are charged, what moderators set.
#include "modules/fees/errors.hpp"
#include "modules/fees/http.hpp"
#include "modules/fees/pricing.hpp"
#include "modules/lots/errors.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/saleroom.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gavel::fees {
namespace {

class fees_pgtest : public gavel::test::saleroom {
protected:
    fees_pgtest() {
        moderator = make_account("moderator");
        seller = make_account("seller");
        add_routes(routes, fees);
    }

    // As if it had been set long ago; hours from now.
    void always(const std::string& kind, const std::string& columns, int from_h, std::optional<int> until_h = {}) {
        db.execute(fmt::format(
            "alter table fees disable trigger user; insert into fees (kind, {}, valid_from, valid_until) values ('{}', {}, {}, {});"
            " alter table fees enable trigger user",
            columns.starts_with("amount") ? "amount" : "band_froms, band_points", kind,
            columns.starts_with("amount") ? columns.substr(7) : columns, moment(from_h * 3600),
            until_h ? moment(*until_h * 3600) : "null"));
    }
    void end_first_ones(int at_h) {
        db.execute("alter table fees disable trigger user; update fees set valid_until = " + moment(at_h * 3600) +
                   " where valid_from < '1971-01-01'; alter table fees enable trigger user");
    }
    fee_order order(std::string kind, std::int64_t amount, std::optional<int> from_h = {}, std::optional<int> until_h = {}) {
        fee_order o;
        o.what.kind = std::move(kind);
        o.what.amount = amount;
        if (is_by_bands(o.what.kind)) o.what.bands = {{0, amount}};
        if (from_h) o.from = noon + std::chrono::hours(*from_h);
        if (until_h) o.until = noon + std::chrono::hours(*until_h);
        o.by = moderator;
        return o;
    }
    fee_entry set(fee_order o) {
        auto done = run(fees.set(std::move(o), soon()));
        EXPECT_TRUE(done) << (done ? "" : done.error().kind().slug);
        return done.value();
    }
    // kind: hours from noon until hours from noon, amount or first band; in the order of time.
    std::string plan(const std::string& kind) {
        return db.scalar(fmt::format(
            "select coalesce(string_agg(round(extract(epoch from valid_from - {0}) / 3600) || '-' ||"
            " coalesce(round(extract(epoch from valid_until - {0}) / 3600)::text, '') || ':' || coalesce(amount, band_points[1]), ' '"
            " order by valid_from), '') from fees where kind = '{1}' and (valid_until is null or valid_until > {0})",
            moment(0), kind));
    }
    lot_id publish(int s_ago) {
        gavel::test::made_lot m;
        m.seller = seller;
        m.published_s_ago = s_ago;
        make(m);
        return m.id;
    }
    http::reply call(http::method m, const std::string& path, const std::string& query = {}, std::string body = {}) {
        http::request r;
        r.method = m;
        r.path = "/api/v1" + path;
        r.body = std::move(body);
        r.until = soon();
        r.headers.add("content-type", "application/json");
        if (const auto equals = query.find('='); equals != std::string::npos)
            r.queries.emplace_back(query.substr(0, equals), query.substr(equals + 1));
        r.who = http::principal{moderator, session_id{1}, role::moderator};
        const auto found = routes.find(m, r.path, r.params);
        EXPECT_NE(found.found, nullptr) << r.path;
        try {
            return run(found.found->run(r));
        } catch (const http::refusal& refused) {
            return http::problem_json(refused.why, r.lang);
        }
    }
    void refused_by_schema(const std::string& sql, const std::string& why) {
        try {
            db.execute(sql);
            ADD_FAILURE() << "accepted: " << sql;
        } catch (const std::runtime_error& e) {
            EXPECT_NE(std::string(e.what()).find(why), std::string::npos) << e.what();
        }
    }

    account_id moderator, seller;
    cache kept{std::chrono::seconds(10)};
    service fees{pool, kept, {"service:top"}};
    http::router routes;
};

TEST_F(fees_pgtest, charge_nothing_until_somebody_says_so) {
    const auto lot = publish(600);
    auto tx = run(pool.begin(soon()));
    EXPECT_EQ(run(premium(tx, lot, money{123'456, {}})).amount, 0);
    EXPECT_EQ(run(commission(tx, lot, money{123'456, {}})).amount, 0);
    EXPECT_FALSE(run(price(tx, "listing", {}, noon)));
    EXPECT_FALSE(run(price(tx, "service:top", {}, noon)));
}

TEST_F(fees_pgtest, of_a_lot_are_those_of_the_day_it_was_published) {
    end_first_ones(-10);
    always("premium", "'{0}', '{900}'", -10, -1);
    always("premium", "'{0, 100000}', '{1000, 500}'", -1);
    always("commission", "'{0}', '{250}'", -5);
    const auto before = publish(11 * 3600), first = publish(2 * 3600), second = publish(600), at_once = publish(3600);
    struct {
        lot_id lot;
        std::int64_t premium, commission;
    } const table[] = {{before, 0, 0}, {first, 11'111, 3'086}, {second, 11'173, 3'086}, {at_once, 11'173, 3'086}};
    auto tx = run(pool.begin(soon()));
    for (const auto& t : table) {
        EXPECT_EQ(run(premium(tx, t.lot, money{123'456, {}})).amount, t.premium) << t.lot.value;
        EXPECT_EQ(run(commission(tx, t.lot, money{123'456, {}})).amount, t.commission) << t.lot.value;
        const auto total = run(fees.total(t.lot, 123'456, {}, soon()));
        ASSERT_TRUE(total);
        EXPECT_EQ(total->premium.amount, t.premium) << "the preview says the same";
        EXPECT_EQ(total->total.amount, 123'456 + t.premium) << "pickup only";
    }
    EXPECT_EQ(run(premium(tx, first, money{123'456, currency::parse("EUR").value()})).amount, 0) << "no fee in that currency";
    EXPECT_EQ(&run(fees.total(lot_id{999}, 100, {}, soon())).error().kind(), &lots::no_such_lot);
}

TEST_F(fees_pgtest, apply_one_at_a_time_and_never_change_afterwards) {
    refused_by_schema("insert into fees (kind, band_froms, band_points, valid_from) values ('premium', '{0}', '{5}', now() + '1 hour')",
                      "fees_one_at_a_time");
    refused_by_schema("insert into fees (kind, amount, valid_from) values ('listing', 5, now() - interval '1 second')", "in the past");
    refused_by_schema("insert into fees (kind, amount, valid_from) values ('premium', 5, now() + '1 hour')", "fees_amount_or_bands");
    refused_by_schema("insert into fees (kind, band_froms, band_points, valid_from) values ('listing', '{0}', '{1}', now() + '1 hour')",
                      "fees_amount_or_bands");
    refused_by_schema("insert into fees (kind, amount, valid_from) values ('service:top', 0, now() + '1 hour')", "fees_service_costs");
    refused_by_schema("update fees set band_points = '{900}' where kind = 'premium'", "does not change");
    refused_by_schema("update fees set valid_until = now() - interval '1 minute' where kind = 'premium'", "does not change");
    refused_by_schema("delete from fees where kind = 'premium'", "has begun");
    db.execute("insert into fees (kind, amount, valid_from, valid_until) values ('listing', 5, now() + '1 hour', now() + '2 hours')");
    refused_by_schema("insert into fees (kind, amount, valid_from) values ('listing', 6, now() + '119 minutes')", "fees_one_at_a_time");
    db.execute("insert into fees (kind, amount, valid_from) values ('listing', 6, now() + '3 hours')");
    db.execute("insert into fees (kind, currency, amount, valid_from) values ('listing', 'EUR', 6, now() + '1 hour')");
}

TEST_F(fees_pgtest, refuse_bands_that_mean_nothing) {
    for (const auto* bands : {"'{}', '{}'", "'{1}', '{1}'", "'{0,5,5}', '{1,2,3}'", "'{0}', '{1,2}'", "'{0}', '{10001}'", "'{0}', '{-1}'",
                              "'{0,null}', '{1,2}'", "'{0}', null", "'{0,9000000000000000}', '{1,1}'"})
        refused_by_schema(fmt::format("insert into fees (kind, currency, band_froms, band_points, valid_from)"
                                      " values ('premium', 'EUR', {}, now() + '1 hour')",
                                      bands),
                          "fees_bands");
}

TEST_F(fees_pgtest, take_each_others_place) {
    const auto first = set(order("listing", 100, 1));
    EXPECT_EQ(plan("listing"), "1-:100");
    set(order("listing", 50, 5, 8));
    EXPECT_EQ(plan("listing"), "1-5:100 5-8:50 8-:100") << "after a limited one the former goes on";
    set(order("listing", 200, 20));
    EXPECT_EQ(plan("listing"), "1-5:100 5-8:50 8-20:100 20-:200");
    const auto refused = run(fees.set(order("listing", 7, 6), soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &fee_overlaps);
    EXPECT_TRUE(refused.error().fields().at("fee").as_object().contains("valid_from"));
    EXPECT_EQ(&run(fees.set(order("listing", 7, 1), soon())).error().kind(), &fee_overlaps);
    set(order("listing", 7, 19, 20));
    EXPECT_EQ(plan("listing"), "1-5:100 5-8:50 8-19:100 19-20:7 20-:200");
    EXPECT_EQ(first.set_by, moderator);
}

TEST_F(fees_pgtest, are_taken_back_before_they_begin) {
    set(order("premium", 900, 3));
    const auto limited = set(order("premium", 100, 5, 7));
    EXPECT_EQ(plan("premium").substr(plan("premium").find(' ')), " 3-5:900 5-7:100 7-:900");
    EXPECT_TRUE(run(fees.take_back(limited.what.id, soon())));
    EXPECT_EQ(plan("premium").substr(plan("premium").find(' ')), " 3-7:900 7-:900") << "the one before goes on in its place";
    EXPECT_EQ(&run(fees.take_back(limited.what.id, soon())).error().kind(), &http::not_found);
    const auto present = db.scalar("select min(id) from fees where kind = 'premium'");
    EXPECT_EQ(&run(fees.take_back(*fee_id::parse(present), soon())).error().kind(), &fee_begun);
    const auto hasty = db.scalar("insert into fees (kind, amount, valid_from) values ('listing', 5, now() + '30 seconds') returning id");
    EXPECT_EQ(&run(fees.take_back(*fee_id::parse(hasty), soon())).error().kind(), &fee_begun) << "or is about to begin";
}

TEST_F(fees_pgtest, begin_late_enough_for_every_server_to_know) {
    const auto entry = set(order("commission", 100));
    EXPECT_GE(entry.what.valid.from, noon + ahead);
    auto hasty = order("commission", 100);
    hasty.from = noon + std::chrono::seconds(30);
    const auto refused = run(fees.set(hasty, soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(&refused.error().kind(), &http::invalid_input);
    EXPECT_EQ(&run(fees.set(order("commission", 100, 5, 5), soon())).error().kind(), &http::invalid_input) << "no time at all";
}

TEST_F(fees_pgtest, set_at_once_by_two_moderators_come_one_after_another) {
    pg::pool other(io, options());
    service elsewhere(other, kept, {});
    std::optional<result<fee_entry>> one, two;
    const auto keep = [](service& s, fee_order o, pg::deadline until, std::optional<result<fee_entry>>& into) -> awaitable<void> {
        auto done = co_await s.set(std::move(o), until);
        into.emplace(std::move(done));
    };
    boost::asio::co_spawn(io, keep(fees, order("listing", 1, 5), soon(), one), boost::asio::detached);
    boost::asio::co_spawn(io, keep(elsewhere, order("listing", 2, 5), soon(), two), boost::asio::detached);
    io.restart();
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while ((!one || !two) && std::chrono::steady_clock::now() < until) io.run_one_until(until);
    ASSERT_TRUE(one && two);
    EXPECT_NE(one->has_value(), two->has_value());
    EXPECT_EQ(&(*one ? *two : *one).error().kind(), &fee_overlaps);
}

TEST_F(fees_pgtest, routes_show_and_take_what_the_contract_says) {
    end_first_ones(-1);
    always("premium", "'{0}', '{900}'", -1);
    const auto lot = publish(600);
    const auto total = call(http::method::get, "/lots/" + lot.text() + "/total", "amount=123456");
    EXPECT_EQ(total.status, 200);
    const auto body = boost::json::parse(total.body);
    EXPECT_EQ(body.at("premium").at("amount").as_int64(), 11'111);
    EXPECT_EQ(body.at("total").at("amount").as_int64(), 134'567);
    EXPECT_EQ(call(http::method::get, "/lots/" + lot.text() + "/total").status, 422);
    EXPECT_EQ(call(http::method::get, "/lots/" + lot.text() + "/total", "amount=0").status, 422);
    EXPECT_EQ(call(http::method::get, "/lots/999/total", "amount=1").status, 404);

    const auto set = call(http::method::post, "/moderation/fees", {},
                          R"({"kind": "service:top", "amount": {"amount": 5000, "currency": "UAH"}, "note": "first price"})");
    EXPECT_EQ(set.status, 201) << set.body;
    EXPECT_EQ(boost::json::parse(set.body).at("state").as_string(), "planned");
    for (const auto* wrong : {
             R"({"kind": "service:unknown", "amount": {"amount": 5000, "currency": "UAH"}})",
             R"({"kind": "service:top", "amount": {"amount": 0, "currency": "UAH"}})",
             R"({"kind": "service:top", "amount": {"amount": 10, "currency": "EUR"}})",
             R"({"kind": "service:top", "bands": [{"from": 0, "basis_points": 1}]})",
             R"({"kind": "premium", "amount": {"amount": 10, "currency": "UAH"}})",
             R"({"kind": "premium", "bands": [{"from": 5, "basis_points": 1}]})",
             R"({"kind": "premium", "bands": [{"from": 0}]})",
             R"({"kind": "premium", "bands": "9 %"})",
             R"({"kind": "premium", "bands": [], "more": 1})",
         }) {
        const auto refused = call(http::method::post, "/moderation/fees", {}, wrong);
        EXPECT_EQ(refused.status, 422) << wrong << refused.body;
    }
    const auto history = boost::json::parse(call(http::method::get, "/moderation/fees").body);
    EXPECT_EQ(history.at("items").as_array().size(), 4u);
    EXPECT_EQ(history.at("kinds").as_array().size(), 4u);
    const auto shown = boost::json::parse(call(http::method::get, "/fees").body).at("items").as_array();
    ASSERT_EQ(shown.size(), 1u) << "what applies now";
    EXPECT_EQ(shown[0].at("kind").as_string(), "premium");
}

}  // namespace
}  // namespace gavel::fees
