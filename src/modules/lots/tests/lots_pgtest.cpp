// Drafts, publishing and watching against PostgreSQL. The auction's side is a stand-in; bidding tests the real one.
#include "modules/lots/tests/lots_fixture.hpp"

#include <gmock/gmock.h>
#include <boost/json/serialize.hpp>

namespace gavel::lots {
namespace {

using lots_pgtest = test::lots_pgtest;
using std::chrono::hours;

TEST_F(lots_pgtest, the_tree_has_two_levels_and_three_languages) {
    const auto tree = run(lots.categories(soon()));
    EXPECT_GE(tree->size(), 9u);
    for (const auto& parent : *tree) {
        EXPECT_GE(parent.children.size(), 3u) << parent.id;
        for (const auto& leaf : parent.children) {
            EXPECT_TRUE(leaf.children.empty());
            EXPECT_FALSE(leaf.uk.empty() || leaf.en.empty() || leaf.ru.empty()) << leaf.id;
        }
    }
}

TEST_F(lots_pgtest, an_empty_draft_lists_what_it_misses) {
    const auto own = draft("{}");
    EXPECT_EQ(boost::json::serialize(to_json(own).at("missing")),
              R"(["title","description","category_id","condition","location","shipping","start_price","duration"])");
    const auto refused = run(lots.publish(seller, own.lot.id, soon()));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(incomplete_lot));
    EXPECT_EQ(refused.error().fields().at("missing").as_array().size(), 8u);
}

TEST_F(lots_pgtest, what_was_written_is_read_back) {
    const auto id = draft().lot.id;
    const auto own = run(lots.find(seller, id, soon())).value();
    const auto json = to_json(own);
    EXPECT_EQ(json.at("title"), "Монета 1992 року");
    EXPECT_EQ(json.at("state"), "draft");
    EXPECT_EQ(boost::json::serialize(json.at("shipping")),
              R"([{"method":"pickup","cost":null},{"method":"courier","cost":{"amount":9000,"currency":"UAH"}}])");
    EXPECT_EQ(json.at("reserve_price").at("amount"), 50000);
    EXPECT_EQ(json.at("duration_s"), 3600);
    EXPECT_TRUE(json.at("ends_at").is_null());
    EXPECT_TRUE(json.at("missing").as_array().empty());
}

TEST_F(lots_pgtest, a_patch_changes_what_it_names_and_nothing_else) {
    const auto id = draft().lot.id;
    const auto own = patch(id, R"({"title": "Нова назва", "location": null, "ends_at": "2099-01-01T00:00:00+02:00"})").value();
    const auto again = run(lots.find(seller, id, soon())).value();
    EXPECT_EQ(to_json(own), to_json(again));
    EXPECT_EQ(again.lot.content.title, "Нова назва");
    EXPECT_EQ(again.lot.content.location, std::nullopt);
    EXPECT_EQ(again.lot.content.duration_s, std::nullopt);
    EXPECT_EQ(format_instant(again.lot.content.ends_at.value()), "2098-12-31T22:00:00.000Z");
    EXPECT_EQ(again.lot.content.description, "Стан *добрий*.");
}

TEST_F(lots_pgtest, a_faulty_patch_leaves_no_trace) {
    const auto id = draft().lot.id;
    const auto before = to_json(run(lots.find(seller, id, soon())).value());
    for (const char* text :
         {R"({"title": "Інша назва", "category_id": "coins"})", R"({"title": "Інша назва", "category_id": "nothing-here"})",
          R"({"title": "Інша назва", "start_price": {"amount": 10001, "currency": "UAH"}})",
          R"({"title": "Інша назва", "reserve_price": {"amount": 10000, "currency": "UAH"}})"}) {
        const auto refused = patch(id, text);
        ASSERT_FALSE(refused) << text;
        EXPECT_TRUE(refused.error().is(http::invalid_input));
        EXPECT_EQ(to_json(run(lots.find(seller, id, soon())).value()), before);
    }
}

TEST_F(lots_pgtest, another_s_draft_is_not_there) {
    const auto id = draft().lot.id;
    EXPECT_TRUE(run(lots.find(other, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.change(other, id, form("{}"), soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.publish(other, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.withdraw(other, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.remove(other, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.watch(other, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.find(seller, lot_id{id.value + 1000}, soon())).error().is(no_such_lot));
}

TEST_F(lots_pgtest, a_draft_can_be_thrown_away) {
    const auto id = draft().lot.id;
    EXPECT_TRUE(run(lots.remove(seller, id, soon())));
    EXPECT_TRUE(run(lots.find(seller, id, soon())).error().is(no_such_lot));
    EXPECT_TRUE(run(lots.remove(seller, id, soon())).error().is(no_such_lot));
}

TEST_F(lots_pgtest, drafts_are_bounded) {
    settings.drafts_max = 2;
    draft();
    draft();
    EXPECT_TRUE(run(lots.create(seller, form("{}"), soon())).error().is(too_many_drafts));
    EXPECT_TRUE(run(lots.create(other, form("{}"), soon())));
}

TEST_F(lots_pgtest, publishing_at_once_begins_the_auction) {
    const auto id = draft().lot.id;
    const auto own = run(lots.publish(seller, id, soon())).value();
    EXPECT_EQ(own.state, lot_state::running);
    ASSERT_EQ(auction.news.size(), 1u);
    const auto& news = auction.news.front();
    EXPECT_EQ(news.lot, id);
    EXPECT_EQ(news.seller, seller);
    EXPECT_EQ(news.start_price.amount, 10000);
    EXPECT_EQ(news.reserve_price.value().amount, 50000);
    EXPECT_EQ(news.starts_at, news.now);
    EXPECT_EQ(news.ends_at - news.starts_at, hours(1));
    EXPECT_EQ(announced, std::vector<lot_id>{id});
    const auto again = run(lots.find(seller, id, soon())).value();
    EXPECT_EQ(to_json(again), to_json(own));
    EXPECT_FALSE(to_json(again).at("ends_at").is_null());
    EXPECT_TRUE(run(lots.publish(seller, id, soon())).error().is(already_published));
    EXPECT_TRUE(run(lots.remove(seller, id, soon())).error().is(already_published));
}

TEST_F(lots_pgtest, what_the_condition_refuses_is_not_published) {
    const auto id = draft().lot.id;
    bool paid = false;
    account_id asked;
    lots.on_publish([&](pg::transaction&, account_id who, lot_id lot, currency unit, instant, instant) -> boost::asio::awaitable<result<void>> {
        asked = who;
        EXPECT_EQ(lot, id);
        EXPECT_EQ(unit.code(), "UAH");
        if (!paid) co_return refuse(too_many_drafts);
        co_return result<void>{};
    });
    EXPECT_TRUE(run(lots.publish(seller, id, soon())).error().is(too_many_drafts));
    EXPECT_EQ(asked, seller);
    EXPECT_EQ(run(lots.find(seller, id, soon())).value().state, lot_state::draft);
    paid = true;
    EXPECT_TRUE(run(lots.publish(seller, id, soon())));
}

TEST_F(lots_pgtest, when_the_auction_cannot_begin_nothing_is_published) {
    const auto id = draft().lot.id;
    auction.fails = true;
    EXPECT_THROW((void)run(lots.publish(seller, id, soon())), std::runtime_error);
    EXPECT_EQ(run(lots.find(seller, id, soon())).value().state, lot_state::draft);
    EXPECT_TRUE(announced.empty());
}

TEST_F(lots_pgtest, a_scheduled_lot_can_be_taken_back_and_published_again) {
    const auto id = draft().lot.id;
    ASSERT_TRUE(patch(id, scheduled_form()));
    EXPECT_EQ(run(lots.publish(seller, id, soon())).value().state, lot_state::scheduled);
    EXPECT_TRUE(patch(id, R"({"title": "Інша назва"})").error().is(not_editable));
    EXPECT_TRUE(patch(id, R"({"description_addition": "Ще"})").error().is(not_running));
    const auto own = run(lots.withdraw(seller, id, soon())).value();
    EXPECT_EQ(own.state, lot_state::draft);
    EXPECT_TRUE(patch(id, R"({"title": "Інша назва"})"));
    EXPECT_TRUE(run(lots.publish(seller, id, soon())));
    EXPECT_EQ(auction.news.size(), 2u);
}

TEST_F(lots_pgtest, a_passed_start_is_refused_by_the_database_clock) {
    const auto id = draft().lot.id;
    ASSERT_TRUE(patch(id, R"({"starts_at": "2020-01-01T00:00:00Z"})"));
    const auto refused = run(lots.publish(seller, id, soon()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields().at("errors").at(0).at("field"), "starts_at");
    EXPECT_EQ(run(lots.find(seller, id, soon())).value().state, lot_state::draft);
}

TEST_F(lots_pgtest, watching_is_counted_once) {
    const auto id = running_lot();
    const auto watchers = [&] { return db.scalar(fmt::format("select watchers from lots where id = {}", id.value)); };
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(run(lots.watch(other, id, soon())));
    EXPECT_TRUE(run(lots.watch(seller, id, soon())));
    EXPECT_EQ(watchers(), "2");
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(run(lots.unwatch(other, id, soon())));
    EXPECT_EQ(watchers(), "1");
    EXPECT_EQ(db.scalar("select count(*) from watches"), "1");
    EXPECT_TRUE(run(lots.unwatch(other, lot_id{id.value + 1000}, soon())).error().is(no_such_lot));
}

TEST_F(lots_pgtest, watches_are_bounded) {
    settings.watches_max = 1;
    const auto first = running_lot(), second = running_lot();
    EXPECT_TRUE(run(lots.watch(other, first, soon())));
    EXPECT_TRUE(run(lots.watch(other, first, soon())));
    EXPECT_TRUE(run(lots.watch(other, second, soon())).error().is(too_many_watches));
    EXPECT_EQ(db.scalar("select count(*) from watches"), "1");
    EXPECT_EQ(db.scalar(fmt::format("select watchers from lots where id = {}", second.value)), "0");
}

// Whatever code does, the schema refuses a lot that breaks a rule.
TEST_F(lots_pgtest, the_schema_backs_the_rules) {
    const auto id = draft().lot.id;
    for (const char* change : {"title = 'abc'", "description = ''", "condition = 'shiny'", "category_id = 'nothing'", "start_amount = 0",
                               "reserve_amount = start_amount", "buy_now_amount = 12999", "buy_now_amount = reserve_amount",
                               "step_amount = 0", "duration_s = 59", "ends_at = now()", "state = 'sold'", "watchers = -1",
                               "shipping = '{}'", "state = 'published'", "currency = 'uah'"})
        EXPECT_THROW(db.execute(fmt::format("update lots set {} where id = {}", change, id.value)), std::runtime_error) << change;
}

}  // namespace
}  // namespace gavel::lots
