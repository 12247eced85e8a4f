// What several searches have found is told once, to each owner.
#include "modules/searches/matching.hpp"

#include <gtest/gtest.h>

namespace gavel::searches {
namespace {

repository::due_search search(std::int64_t id, std::int64_t owner, bool mail = true) {
    repository::due_search s;
    s.id = search_id{id};
    s.owner = account_id{owner};
    s.name = "search " + std::to_string(id);
    s.query = "q=" + std::to_string(id);
    s.mail = mail;
    return s;
}

repository::hit hit(std::int64_t search, std::int64_t lot) {
    return {search_id{search}, {lot_id{lot}, "lot " + std::to_string(lot), money{100, {}}}};
}

TEST(news, of_several_searches_are_one_for_each_owner) {
    repository::look found;
    found.hits = {hit(1, 9), hit(2, 9), hit(3, 9), hit(2, 8)};
    const auto all = news_of({search(1, 5), search(2, 5), search(3, 6), search(4, 7)}, found);
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].account, account_id{5});
    EXPECT_EQ(all[0].lot, lot_id{9});
    EXPECT_EQ(all[0].found.count, 2) << "a lot that two searches found is one";
    EXPECT_EQ(all[0].found.lots.size(), 2u);
    EXPECT_EQ(all[0].found.name, "");
    EXPECT_EQ(all[1].account, account_id{6});
    EXPECT_EQ(all[1].found.name, "search 3");
    EXPECT_EQ(all[1].found.query, "q=3");
}

TEST(news, are_in_a_letter_only_if_a_search_wants_letters) {
    repository::look found;
    found.hits = {hit(1, 9), hit(2, 8), hit(1, 8)};
    auto all = news_of({search(1, 5, false), search(2, 5)}, found);
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].found.count, 2);
    ASSERT_EQ(all[0].found.lots.size(), 1u);
    EXPECT_EQ(all[0].found.lots[0].lot, lot_id{8});
    all = news_of({search(1, 5, false), search(2, 5, false)}, found);
    EXPECT_TRUE(all[0].found.lots.empty());
}

TEST(news, name_a_bounded_number_of_lots) {
    repository::look found;
    for (int lot = 50; lot > 0; --lot) found.hits.push_back(hit(1, lot));
    const auto all = news_of({search(1, 5)}, found);
    EXPECT_EQ(all[0].found.lots.size(), told_lots_max);
    EXPECT_EQ(all[0].found.untold_count, 40);
    EXPECT_EQ(all[0].found.count, 50);
}

}  // namespace
}  // namespace gavel::searches
