// The block list of a seller.
#include "modules/bidding/blocks.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class blocks_pgtest : public auction_test {
protected:
    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys");
    blocks lists{pool};

    std::string add(account_id seller, lot_id lot, std::int32_t number) {
        const auto entry = run(lists.add(seller, lot, number, soon()));
        return entry ? entry->name : std::string(entry.error().kind().slug);
    }
};

TEST_F(blocks_pgtest, a_seller_names_bidders_by_lot_and_number) {
    const auto first = lot(olena), second = lot(olena);
    place(first, anna, 300'00);
    place(second, borys, 300'00);
    place(second, anna, 500'00);
    EXPECT_EQ(add(anna, first, 1), "lot-not-found") << "somebody else's lot";
    EXPECT_EQ(add(olena, first, 2), "bidder-not-found");
    EXPECT_EQ(add(olena, first, 1), "anna");
    EXPECT_EQ(add(olena, second, 2), "anna") << "the same person met again";
    EXPECT_EQ(add(olena, second, 1), "borys");
    EXPECT_EQ(db.scalar("select count(*) from seller_blocks"), "2");
    EXPECT_EQ(place(first, anna, 900'00).error().kind().slug, "not-admitted");
    EXPECT_EQ(place(first, borys, 900'00).error().kind().slug, "not-admitted");

    const auto page = run(lists.list(olena, {}, 1, soon()));
    ASSERT_EQ(page.items.size(), 1u);
    EXPECT_EQ(page.items[0].name, "borys");
    const auto rest = run(lists.list(olena, page.next, 1, soon()));
    ASSERT_EQ(rest.items.size(), 1u);
    EXPECT_EQ(rest.items[0].name, "anna");
    EXPECT_EQ(rest.items[0].lot, first);
    EXPECT_FALSE(rest.next);
    EXPECT_TRUE(run(lists.list(anna, {}, 24, soon())).items.empty());

    run(lists.remove(anna, rest.items[0].id, soon()));
    EXPECT_EQ(place(first, anna, 900'00).error().kind().slug, "not-admitted") << "not hers to remove";
    for (int i = 0; i < 2; ++i) run(lists.remove(olena, rest.items[0].id, soon()));
    EXPECT_TRUE(place(first, anna, 900'00));
}

TEST_F(blocks_pgtest, the_list_has_an_end) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    place(where, borys, 500'00);
    db.execute(
        fmt::format("insert into accounts (email, password_hash, display_name, language) "
                    "select 'b' || n || '@example.org', 'x', 'B ' || n, 'uk' from generate_series(1, {0}) n;"
                    "insert into seller_blocks (seller_id, bidder_id, lot_id) "
                    "select {1}, id, {2} from accounts where email like 'b%@example.org' and display_name like 'B %'",
                    blocked_max - 1, olena.value, where.value));
    EXPECT_EQ(add(olena, where, 1), "anna");
    EXPECT_EQ(add(olena, where, 1), "anna") << "is there already";
    EXPECT_EQ(add(olena, where, 2), "too-many-blocked-bidders");
    EXPECT_EQ(shown(run(here.acts.cancel_bids(by(olena, where), 2, act_reason::bidder_asked, true, soon()))), "too-many-blocked-bidders");
    EXPECT_EQ(shown(run(here.acts.cancel_bids(by(olena, where), 2, act_reason::bidder_asked, false, soon()))), "100/1");
}

}  // namespace
}  // namespace gavel::bidding::test
