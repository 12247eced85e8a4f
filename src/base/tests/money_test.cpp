#include "base/money.hpp"

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

namespace gavel {
namespace {

TEST(currency, takes_three_capital_letters_only) {
    EXPECT_EQ(currency::parse("EUR")->code(), "EUR");
    for (const auto* wrong : {"", "eur", "EU", "EURO", "E1R"}) EXPECT_FALSE(currency::parse(wrong)) << wrong;
}

TEST(money, travels_as_minor_units) {
    EXPECT_EQ(boost::json::serialize(to_json(money{12345, {}})), R"({"amount":12345,"currency":"UAH"})");
    EXPECT_TRUE(to_json(std::optional<money>()).is_null());
}

TEST(basis_points, round_half_up_once) {  // V59
    EXPECT_EQ(basis_points_of(123456, 900), 11111);
    EXPECT_EQ(basis_points_of(5, 900), 0);
    EXPECT_EQ(basis_points_of(6, 900), 1);
}

TEST(format_money, writes_prices_as_people_do) {
    EXPECT_EQ(format_money({1250000, {}}, "uk"), "12\u00a0500\u00a0₴");
    EXPECT_EQ(format_money({1250050, {}}, "ru"), "12\u00a0500,50\u00a0₴");
    EXPECT_EQ(format_money({123456789, {}}, "en"), "₴1,234,567.89");
    EXPECT_EQ(format_money({100, *currency::parse("EUR")}, "en"), "1\u00a0EUR");
    EXPECT_EQ(format_money({-5, {}}, "uk"), "-0,05\u00a0₴");
}

}  // namespace
}  // namespace gavel
