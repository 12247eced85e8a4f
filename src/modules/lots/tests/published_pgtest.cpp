// What a seller may still do with a published lot.
#include "modules/accounts/errors.hpp"
#include "modules/lots/tests/lots_fixture.hpp"

#include <gmock/gmock.h>

namespace gavel::lots {
namespace {

using published_pgtest = test::lots_pgtest;

TEST_F(published_pgtest, a_lot_with_bids_cannot_be_taken_back_or_changed) {
    const auto id = running_lot();
    auction.has_bids = true;
    EXPECT_TRUE(run(lots.withdraw(seller, id, soon())).error().is(already_begun));
    for (const char* text :
         {R"({"title": "Інша назва"})", R"({"start_price": null})", R"({"description": "Інше", "description_addition": "Ще"})"})
        EXPECT_TRUE(patch(id, text).error().is(not_editable)) << text;
    EXPECT_TRUE(patch(id, "{}"));
    EXPECT_TRUE(run(lots.withdraw(seller, draft().lot.id, soon())).error().is(not_published));
}

TEST_F(published_pgtest, a_description_of_a_running_lot_can_only_grow) {
    const auto id = running_lot();
    announced.clear();
    const auto own = patch(id, R"({"description_addition": "Знайшов коробку."})").value();
    EXPECT_THAT(std::string(to_json(own).at("description").as_string()),
                testing::AllOf(testing::StartsWith("Стан *добрий*.\n\n---\n\n"), testing::EndsWith("UTC\n\nЗнайшов коробку.")));
    EXPECT_EQ(to_json(run(lots.find(seller, id, soon())).value()), to_json(own));
    EXPECT_EQ(announced, std::vector<lot_id>{id});
    for (std::size_t n = 2; n <= additions_max; ++n) EXPECT_TRUE(patch(id, R"({"description_addition": "Ще"})"));
    EXPECT_TRUE(patch(id, R"({"description_addition": "Ще"})").error().is(too_many_additions));
    auction.states[id] = lot_state::ended_unsold;
    EXPECT_TRUE(patch(id, R"({"description_addition": "Ще"})").error().is(not_running));
}

TEST_F(published_pgtest, a_running_lot_without_bids_can_be_edited) {
    const auto id = running_lot();
    announced.clear();
    const auto own = patch(id, R"({"title": "Інша назва", "start_price": {"amount": 20000, "currency": "UAH"}, "duration_s": 7200,
        "buy_now_price": {"amount": 90000, "currency": "UAH"}, "step": {"amount": 1000, "currency": "UAH"}})");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->state, lot_state::running);
    EXPECT_EQ(to_json(run(lots.find(seller, id, soon())).value()), to_json(*own));
    EXPECT_EQ(announced, std::vector<lot_id>{id});
    ASSERT_EQ(auction.news.size(), 2u);
    const auto &first = auction.news[0], &then = auction.news[1];
    EXPECT_EQ(then.start_price.amount, 20000);
    EXPECT_EQ(then.reserve_price, first.reserve_price);
    EXPECT_EQ(then.buy_now_price->amount, 90000);
    EXPECT_EQ(then.step->amount, 1000);
    EXPECT_EQ(then.starts_at, first.starts_at);
    EXPECT_EQ(then.ends_at - then.starts_at, std::chrono::hours(2));
    EXPECT_EQ(auction.edits.back(), (std::vector<std::string>{"title", "start_price", "buy_now_price", "step", "duration_s"}));
}

TEST_F(published_pgtest, an_edit_that_changes_nothing_is_none) {
    const auto id = running_lot();
    EXPECT_TRUE(patch(id, R"({"title": "Монета 1992 року", "duration_s": 3600})"));
    EXPECT_TRUE(auction.edits.empty());
}

TEST_F(published_pgtest, an_edit_is_held_to_all_the_rules) {
    const auto id = running_lot();
    const auto before = to_json(run(lots.find(seller, id, soon())).value());
    for (const char* text :
         {R"({"title": null})", R"({"duration_s": null})", R"({"duration_s": 1800})", R"({"starts_at": null})",
          R"({"category_id": "coins"})", R"({"step": {"amount": 100, "currency": "UAH"}})",
          R"({"reserve_price": {"amount": 10000, "currency": "UAH"}})", R"({"buy_now_price": {"amount": 50000, "currency": "UAH"}})",
          R"({"title": "Інша назва", "description_addition": "Ще"})"}) {
        EXPECT_FALSE(patch(id, text)) << text;
        EXPECT_EQ(to_json(run(lots.find(seller, id, soon())).value()), before) << text;
    }
    EXPECT_TRUE(auction.edits.empty());
}

TEST_F(published_pgtest, what_was_added_to_a_description_stays) {
    const auto id = running_lot();
    const auto own = patch(id, R"({"description_addition": "Є подряпина."})").value();
    EXPECT_FALSE(patch(id, R"({"description": "Стан ідеальний."})"));
    auto same = edit{};
    same.description = {true, std::string(to_json(own).at("description").as_string())};
    EXPECT_TRUE(run(lots.change(seller, id, same, soon()))) << "the seller's own view sent back";
    EXPECT_TRUE(auction.edits.empty());
}

TEST_F(published_pgtest, an_unsold_lot_is_offered_again_once) {
    const auto id = running_lot();
    EXPECT_TRUE(run(lots.relist(seller, id, soon())).error().is(not_relistable));
    auction.states[id] = lot_state::ended_unsold;
    EXPECT_TRUE(run(lots.relist(other, id, soon())).error().is(no_such_lot));

    const auto draft_again = run(lots.relist(seller, id, soon())).value();
    EXPECT_EQ(draft_again.state, lot_state::draft);
    EXPECT_NE(draft_again.lot.id, id);
    EXPECT_EQ(draft_again.lot.relist_of, id);
    EXPECT_EQ(draft_again.lot.content.title, "Монета 1992 року");
    EXPECT_EQ(draft_again.lot.content.starts_at, std::nullopt);
    EXPECT_EQ(to_json(run(lots.find(seller, draft_again.lot.id, soon())).value()), to_json(draft_again));

    EXPECT_EQ(run(lots.relist(seller, id, soon()))->lot.id, draft_again.lot.id) << "a repetition";
    ASSERT_TRUE(run(lots.publish(seller, draft_again.lot.id, soon())));
    const auto running = run(lots.relist(seller, id, soon())).value();
    EXPECT_EQ(running.lot.id, draft_again.lot.id);
    EXPECT_EQ(running.state, lot_state::running);
}

TEST_F(published_pgtest, a_draft_thrown_away_can_be_made_again) {
    const auto id = running_lot();
    auction.states[id] = lot_state::cancelled;
    const auto first = run(lots.relist(seller, id, soon())).value().lot.id;
    EXPECT_TRUE(run(lots.remove(seller, first, soon())));
    EXPECT_NE(run(lots.relist(seller, id, soon())).value().lot.id, first);
}

TEST_F(published_pgtest, whoever_is_suspended_lists_nothing) {
    const auto waiting = draft().lot.id, running = running_lot();
    auction.states[running] = lot_state::ended_unsold;
    db.execute(fmt::format("update accounts set suspended_at = now(), suspension_reason = 'Підробки' where id = {}", seller.value));
    EXPECT_TRUE(run(lots.create(seller, form("{}"), soon())).error().is(accounts::suspended));
    EXPECT_TRUE(run(lots.publish(seller, waiting, soon())).error().is(accounts::suspended));
    EXPECT_TRUE(run(lots.relist(seller, running, soon())).error().is(accounts::suspended));
    EXPECT_TRUE(patch(waiting, R"({"title": "Інша назва"})")) << "a draft is nobody else's business";
}

}  // namespace
}  // namespace gavel::lots
