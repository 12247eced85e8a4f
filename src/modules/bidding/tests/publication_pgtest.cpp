// What lots asks of the auction, with the real lots service above it: edits of a running lot, offering a lot again.
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/lots/errors.hpp"
#include "modules/lots/forms.hpp"
#include "modules/lots/service.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class publication_pgtest : public auction_test {
protected:
    static lots::edit form(std::string_view text) { return lots::read_edit(boost::json::parse(text).as_object()); }
    lot_id published(std::int64_t duration_s = 86'400) {
        const auto draft = run(lots.create(olena,
                                           form(fmt::format(R"({{"title": "Монета 1992 року", "description": "Стан добрий",
            "category_id": "coins-ukraine", "condition": "good", "location": "Київ", "shipping": [{{"method": "pickup"}}],
            "start_price": {{"amount": 10000, "currency": "UAH"}}, "reserve_price": {{"amount": 50000, "currency": "UAH"}},
            "duration_s": {}}})",
                                                            duration_s)),
                                           soon()));
        EXPECT_TRUE(draft);
        EXPECT_TRUE(run(lots.publish(olena, draft->lot.id, soon())));
        return draft->lot.id;
    }
    std::string patch(lot_id id, std::string_view text) {
        const auto done = run(lots.change(olena, id, form(text), soon()));
        if (done) return "done";
        const auto* reason = done.error().fields().if_contains("reason");
        return std::string(done.error().kind().slug) + (reason ? " " + std::string(reason->as_string()) : "");
    }

    const account_id olena = account("olena"), anna = account("anna");
    publication auction{here.live, settings};
    lots::options lot_settings;
    lots::service lots{pool, auction, lot_settings};
};

TEST_F(publication_pgtest, the_auction_follows_an_edit_in_the_same_transaction) {
    const auto where = published();
    EXPECT_EQ(patch(where, R"({"title": "Монета 1993 року", "start_price": {"amount": 20000, "currency": "UAH"},
        "reserve_price": {"amount": 60000, "currency": "UAH"}, "buy_now_price": {"amount": 90000, "currency": "UAH"},
        "step": {"amount": 1000, "currency": "UAH"}, "duration_s": 172800})"),
              "done");
    EXPECT_EQ(
        db.scalar("select start_amount || ' ' || reserve_amount || ' ' || buy_now_amount || ' ' || step_amount || ' ' || "
                  "extract(epoch from ends_at - starts_at)::int || ' ' || (ends_at = original_ends_at) || ' ' || version from standings"),
        "20000 60000 90000 1000 172800 true 2");
    EXPECT_EQ(db.scalar("select content->>'fields' from acts where kind = 'terms_changed'"),
              R"(["title", "start_price", "reserve_price", "buy_now_price", "step", "duration_s"])");
    expect_whole(where);
    EXPECT_EQ(patch(where, R"({"title": "Монета 1994 року"})"), "done");
    EXPECT_EQ(db.scalar("select ends_at = original_ends_at and step_amount = 1000 from standings"), "t");
    expect_whole(where);

    const auto first = place(where, anna, 300'00);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->standing.min_next.amount, 210'00) << "the seller's step";
    EXPECT_EQ(patch(where, R"({"title": "Монета 1995 року"})"), "lot-not-editable lot-has-bids");
    EXPECT_EQ(patch(where, R"({"description_addition": "Знайшов коробку."})"), "done");
    expect_whole(where);
}

TEST_F(publication_pgtest, the_step_keeps_its_bounds) {
    const auto where = published();
    EXPECT_EQ(patch(where, R"({"step": {"amount": 200, "currency": "UAH"}})"), "invalid-input");
    EXPECT_EQ(patch(where, R"({"step": {"amount": 5100, "currency": "UAH"}})"), "invalid-input");
    EXPECT_EQ(patch(where, R"({"step": {"amount": 300, "currency": "UAH"}})"), "done");
    EXPECT_EQ(patch(where, R"({"step": {"amount": 5000, "currency": "UAH"}})"), "done");
}

TEST_F(publication_pgtest, in_the_last_twelve_hours_the_terms_stand) {
    const auto where = published(43'200);
    EXPECT_EQ(patch(where, R"({"title": "Монета 1993 року"})"), "lot-not-editable too-close-to-end");
    EXPECT_EQ(db.scalar("select count(*) from acts"), "1");
}

TEST_F(publication_pgtest, a_lot_may_be_offered_again_unless_a_moderator_took_it_away) {
    const auto mine = published(), taken = published();
    EXPECT_TRUE(run(lots.relist(olena, mine, soon())).error().is(lots::not_relistable));
    EXPECT_TRUE(run(here.acts.cancel(by(olena, mine), act_reason::damaged, soon())));
    EXPECT_TRUE(run(here.acts.remove(by_moderator(anna, taken), act_reason::prohibited_item, soon())));
    EXPECT_EQ(run(lots.relist(olena, mine, soon())).value().lot.relist_of, mine);
    EXPECT_TRUE(run(lots.relist(olena, taken, soon())).error().is(lots::not_relistable));
}

// The seller's edit and a first bid want the same lot: one of them is first, and the bid is judged on what it finds.
TEST_F(publication_pgtest, everybody_hears_of_an_edit) {
    const auto where = published();
    const std::vector<lot_id> watched{where};
    const auto page = open_stream(watched);
    io.restart();
    io.poll();
    page->box().take(instant{});
    EXPECT_EQ(patch(where, R"({"start_price": {"amount": 20000, "currency": "UAH"}, "reserve_price": null})"), "done");
    io.restart();
    io.poll();
    EXPECT_NE(page->box().take(instant{}).find(R"("version":2)"), std::string::npos);
}

}  // namespace
}  // namespace gavel::bidding::test
