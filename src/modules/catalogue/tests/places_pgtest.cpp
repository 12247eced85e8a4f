// Paid places: first in their category, marked, and every lot exactly once over all pages whatever is bought or expires meanwhile.
#include "modules/catalogue/service.hpp"
#include "modules/catalogue/words.hpp"
#include "tests/support/saleroom.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

namespace gavel::catalogue {
namespace {

using lots::lot_state;
using test::made_lot;

class places_pgtest : public test::saleroom {
protected:
    places_pgtest() { seller = make_account("ann"); }

    lot_id lot(int ends_in_s, const std::string& category = "coins-ukraine", lot_state state = lot_state::running) {
        made_lot m;
        m.seller = seller;
        m.category = category;
        m.state = state;
        m.ends_in_s = ends_in_s;
        make(m);
        return m.id;
    }
    // Hours from now.
    void promote(lot_id id, const std::string& service, int from_h = -1, int until_h = 24, const std::string& state = "paid") {
        db.execute(
            fmt::format("insert into service_purchases (account_id, service, lot_id, currency, price, state,  created_at, pay_until,"
                        " paid_at, paid_from, begins_at, expires_at) values ({}, '{}', {}, 'UAH', 100, '{}', now() - interval '2 "
                        "days',"
                        " now(), now(), 'wallet', {}, {})",
                        seller.value, service, id.value, state, moment(from_h * 3600), moment(until_h * 3600)));
    }
    static list_query category(std::string name, std::int64_t limit) {
        list_query q;
        q.category = std::move(name);
        q.limit = limit;
        return q;
    }
    // The next page, by the cursor's text as a client has it; false: that was the last.
    static bool follow(list_query& q, const list_page& page) {
        if (!page.cards.next) return false;
        const auto text = write_list_cursor(q.order(), *page.cards.next, page.placed);
        EXPECT_LE(text.size(), 200u);
        const auto place = read_list_cursor(q.order(), text);
        if (!place) {
            ADD_FAILURE() << text;
            return false;
        }
        q.after = place->last;
        q.placed = place->placed;
        return true;
    }
    std::vector<lot_id> ids_of(const list_page& page) {
        std::vector<lot_id> ids;
        for (const auto& each : page.cards.items) ids.push_back(each.id);
        return ids;
    }
    std::vector<lot_id> first_page(list_query q) { return ids_of(run(catalogue.list(std::move(q), soon()))); }

    account_id seller;
    gavel::catalogue::options chosen;
    caches shared{chosen};
    service catalogue{pool, shared};
    std::mt19937 random_{20261130};
};

TEST_F(places_pgtest, come_first_in_the_order_of_their_list_and_are_marked) {
    const auto a = lot(100), b = lot(200), c = lot(300, "coins-world"), d = lot(400);
    promote(d, "top");
    promote(c, "top");
    promote(c, "bold");
    promote(b, "highlight");
    EXPECT_EQ(first_page(category("coins", 10)), (std::vector{c, d, a, b}));
    EXPECT_EQ(first_page(category("coins-ukraine", 10)), (std::vector{d, a, b})) << "of the other leaf there is no place";
    const auto page = run(catalogue.list(category("coins", 10), soon()));
    EXPECT_EQ(page.total, 4);
    EXPECT_EQ(page.cards.items[0].promotions, (std::vector<std::string>{"bold", "top"}));
    EXPECT_EQ(page.cards.items[1].promotions, std::vector<std::string>{"top"});
    EXPECT_TRUE(page.cards.items[2].promotions.empty());
    EXPECT_EQ(page.cards.items[3].promotions, std::vector<std::string>{"highlight"});
}

TEST_F(places_pgtest, are_of_running_promotions_and_ordinary_lists_only) {
    const auto a = lot(100), b = lot(200), over = lot(300), to_come = lot(400), refunded = lot(500);
    promote(b, "top");
    promote(over, "top", -48, -1);
    promote(to_come, "top", 1, 24);
    promote(refunded, "top", -1, 24, "refunded");
    promote(lot(-100, "coins-ukraine", lot_state::ended_unsold), "top");
    const std::vector ordinary{a, b, over, to_come, refunded};
    EXPECT_EQ(first_page(category("coins", 10)), (std::vector{b, a, over, to_come, refunded}));
    list_query everything;
    EXPECT_EQ(first_page(everything), ordinary) << "no category";
    auto q = category("coins", 10);
    q.seller = seller;
    EXPECT_EQ(first_page(q), ordinary) << "of one seller";
    q = category("coins", 10);
    q.words = words_query("монета");
    EXPECT_EQ(first_page(q), ordinary) << "searched for";
    q = category("coins", 10);
    q.sort = list_sort::price_asc;
    EXPECT_EQ(first_page(q), ordinary) << "in another order";
    q = category("coins", 10);
    q.min_price = 20'000;
    EXPECT_TRUE(first_page(q).empty()) << "a place does not get around a filter";
    EXPECT_EQ(first_page(category("coins", 1)), std::vector{a}) << "a list of one has no room for places";
    q = category("coins", 10);
    q.state = list_state::ended;
    const auto ended = run(catalogue.list(q, soon()));
    ASSERT_EQ(ended.cards.items.size(), 1u);
    EXPECT_TRUE(ended.cards.items[0].promotions.empty()) << "nothing of a lot that is over is promoted";
}

TEST_F(places_pgtest, are_at_most_twelve_and_the_others_keep_their_order) {
    std::set<lot_id> promoted;
    for (int i = 0; i < 30; ++i) {
        const auto id = lot(1000 - i);
        promote(id, "top");
        promoted.insert(id);
    }
    const auto plain = lot(5000);
    const auto page = run(catalogue.list(category("coins", 40), soon()));
    ASSERT_EQ(page.cards.items.size(), 31u);
    EXPECT_EQ(page.placed.size(), places_max);
    for (std::size_t i = 1; i < places_max; ++i) EXPECT_GT(page.cards.items[i - 1].id, page.cards.items[i].id) << "sorted by their end";
    for (std::size_t i = places_max + 1; i < 30; ++i) EXPECT_GT(page.cards.items[i - 1].id, page.cards.items[i].id);
    EXPECT_EQ(page.cards.items.back().id, plain);
}

TEST_F(places_pgtest, every_lot_comes_once_while_promotions_come_and_go) {
    std::vector<lot_id> all;
    for (int i = 0; i < 60; ++i)
        all.push_back(lot(600 * static_cast<int>(1 + random_() % 6), random_() % 2 ? "coins-world" : "coins-ukraine"));
    const auto shuffle = [&] {
        const auto id = all[random_() % all.size()].text();
        switch (random_() % 4) {
            case 0: db.execute("delete from service_purchases where lot_id = " + id); break;
            case 1: db.execute("update service_purchases set state = 'refunded' where lot_id = " + id); break;
            case 2: db.execute("delete from service_purchases where id in (select min(id) from service_purchases)"); break;
            default: db.execute("delete from service_purchases where lot_id = " + id); promote(*lot_id::parse(id), "top");
        }
    };
    for (int i = 0; i < 25; ++i) shuffle();
    for (int round = 0; round < 30; ++round) {
        auto q = category("coins", static_cast<std::int64_t>(1 + random_() % 25));
        std::map<lot_id, int> seen;
        for (int pages = 0; pages < 100; ++pages) {
            const auto page = run(catalogue.list(q, soon()));
            EXPECT_EQ(page.total, 60);
            EXPECT_LE(std::ssize(page.cards.items), q.limit);
            for (const auto& each : page.cards.items) ++seen[each.id];
            for (unsigned changes = random_() % 6; changes > 0; --changes) shuffle();
            if (!follow(q, page)) break;
        }
        ASSERT_EQ(seen.size(), all.size()) << "round " << round << " limit " << q.limit;
        for (const auto& [id, times] : seen) ASSERT_EQ(times, 1) << "round " << round << " lot " << id.value;
    }
}

TEST_F(places_pgtest, of_the_front_page_are_a_strip_of_their_own) {
    const auto a = lot(100), b = lot(200);
    lot(300);
    promote(a, "home");
    promote(b, "home", -10, -1);
    const auto home = boost::json::parse(*run(catalogue.home(soon()))->body);
    const auto& strip = home.at("promoted").as_array();
    ASSERT_EQ(strip.size(), 1u);
    EXPECT_EQ(strip[0].at("id").as_string(), a.text());
    EXPECT_EQ(boost::json::serialize(strip[0].at("promotions")), R"(["home"])");
    promote(lot(400), "home");
    shared.home.invalidate(0);
    EXPECT_EQ(boost::json::parse(*run(catalogue.home(soon()))->body).at("promoted").as_array().size(), 2u);
}

TEST_F(places_pgtest, are_told_by_the_lot_itself) {
    const auto id = lot(100);
    const auto promotions = [&] {
        shared.invalidate(id);
        return boost::json::serialize(boost::json::parse(*run(catalogue.lot(id, soon()))->answer.body).at("promotions"));
    };
    EXPECT_EQ(promotions(), "[]");
    promote(id, "top");
    promote(id, "bold");
    EXPECT_EQ(promotions(), R"(["bold","top"])");
    db.execute("update service_purchases set begins_at = begins_at - interval '2 days', expires_at = expires_at - interval '2 days'");
    EXPECT_EQ(promotions(), "[]");
}

// A list that nobody has promoted anything in is read by its index as before; with promotions, by theirs.
TEST_F(places_pgtest, are_found_without_reading_the_catalogue) {
    db.execute(fmt::format(
        "insert into lots (seller_id, state, title, description, category_id, condition, location, shipping, start_amount, starts_at, "
        "duration_s,"
        " published_at) select {}, 'published', 'Монета', 'x', 'coins-world', 'good', 'Київ', '[{{\"method\": \"pickup\"}}]', 100, now(), "
        "3600,"
        " now() from generate_series(1, 20000);"
        " insert into standings (lot_id, seller_id, state, currency, start_amount, increments, starts_at, ends_at, original_ends_at,"
        " hard_ends_at, soft_mode, soft_window_s, soft_extend_s, next_seq, audit_head) select id, seller_id, 'running', 'UAH', 100, 'uah',"
        " now(), now() + id * interval '1 second', now() + id * interval '1 second', now() + interval '30 days', 'reset', 300, 300, 2,"
        " sha256('') from lots; analyze lots; analyze standings",
        seller.value));
    for (int i = 1; i <= 15; ++i) promote(lot_id{i * 1000}, "top");
    db.execute("analyze service_purchases");
    const auto plan = [&](const std::string& sql) {
        db.execute(
            "create or replace function plan_of(q text) returns text language plpgsql as $$ declare line text; whole text := ''; begin "
            "for line in execute 'explain ' || q loop whole := whole || line || E'\\n'; end loop; return whole; end $$");
        return db.scalar("select plan_of($q$" + sql + "$q$)");
    };
    const auto placed = plan(
        "select s.lot_id from standings s join lots l on l.id = s.lot_id and l.state = 'published' where s.state = any ('{running}')"
        " and l.category_id in (select c.id from categories c where c.id = 'coins' or c.parent_id = 'coins')"
        " and s.lot_id in (select p.lot_id from service_purchases p where p.service = 'top' and p.state = 'paid'"
        " and p.begins_at <= statement_timestamp() and p.expires_at > statement_timestamp()) limit 12");
    EXPECT_EQ(placed.find("Seq Scan on lots"), std::string::npos) << placed;
    EXPECT_EQ(placed.find("Seq Scan on standings"), std::string::npos) << placed;
    const auto flags = plan(
        "select array(select p.service from service_purchases p where p.lot_id = l.id and p.state = 'paid' and p.begins_at <="
        " statement_timestamp() and p.expires_at > statement_timestamp()) from lots l order by l.id limit 24");
    EXPECT_NE(flags.find("service_purchases"), std::string::npos) << flags;
}

}  // namespace
}  // namespace gavel::catalogue
