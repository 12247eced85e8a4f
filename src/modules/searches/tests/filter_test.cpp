// One search has one spelling, and what is no search is refused.
#include "modules/searches/filter.hpp"
#include "platform/http/request.hpp"

#include <gtest/gtest.h>

namespace gavel::searches {
namespace {

TEST(filter, has_one_spelling) {
    const auto f =
        read_filter("?max_price=0200000&sort=newest&q=%20%D0%BB%D0%BE%D0%B6%D0%BA%D0%B0&cursor=x&state=ended&condition=good,new&utm=1");
    EXPECT_EQ(f.query, "q=%D0%BB%D0%BE%D0%B6%D0%BA%D0%B0&condition=new,good&max_price=200000");
    EXPECT_EQ(read_filter(f.query).query, f.query);
    EXPECT_EQ(f.words, "'ложк':*");
    EXPECT_EQ(f.conditions, (std::vector<std::string>{"new", "good"}));
    EXPECT_EQ(f.max_price, 200'000);
    EXPECT_FALSE(f.category || f.min_price || f.seller);
    EXPECT_EQ(read_filter("category=coins&seller=7&min_price=5").query, "category=coins&min_price=5&seller=7");
    EXPECT_EQ(read_filter("q=a%26b=c").query, "q=a%26b%3Dc");
}

TEST(filter, that_asks_for_nothing_or_cannot_be_read_is_refused) {
    for (const auto* bad : {"sort=newest", "state=ended&cursor=1", "utm=1", "?", "q=", "q=%ZZ", "q=%00"})
        EXPECT_THROW(read_filter(bad), http::refusal) << bad;
}

}  // namespace
}  // namespace gavel::searches
