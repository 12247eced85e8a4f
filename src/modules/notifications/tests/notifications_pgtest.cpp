// The list on the site: pages, what is read, what is unread.
#include "modules/notifications/tests/inbox_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::notifications {
namespace {

using news::kind;

class notifications_pgtest : public test::inbox_test {};

TEST_F(notifications_pgtest, what_is_unread_is_told_of_several_accounts_at_once) {
    happen({about(kind::outbid, olena, spoon, 1), about(kind::lost, olena, spoon, 2)});
    const auto counts = run(messages.unread_of({olena, john}, soon()));
    ASSERT_EQ(counts.size(), 2u);
    for (const auto& each : counts) EXPECT_EQ(each.unread, each.account == olena ? 2 : 0);
}

TEST_F(notifications_pgtest, pages_newest_first_and_marks_up_to_an_id) {
    for (int i = 1; i <= 5; ++i) happen({about(kind::outbid, olena, spoon, i)});
    const auto first = read(olena, std::nullopt, 2);
    ASSERT_EQ(first.items.size(), 2u);
    ASSERT_TRUE(first.next);
    const auto second = read(olena, first.next, 2);
    const auto third = read(olena, second.next, 2);
    EXPECT_EQ(third.items.size(), 1u);
    EXPECT_FALSE(third.next);
    EXPECT_GT(first.items[1].id, second.items[0].id);

    announced.clear();
    run(messages.mark_read(olena, second.items[0].id, soon()));
    EXPECT_EQ(read(olena).unread, 2);
    EXPECT_EQ(announced, (std::map<std::int64_t, std::int64_t>{{olena.value, 2}}));
    run(messages.mark_read(john, first.items[0].id, soon()));
    EXPECT_EQ(read(olena).unread, 2) << "nobody reads another's messages away";
}

}  // namespace
}  // namespace gavel::notifications
