// Parameters on their way out: the exact text that PostgreSQL reads.
#include "platform/pg/error.hpp"
#include "platform/pg/parameters.hpp"
#include "platform/pg/timeouts.hpp"

#include <gtest/gtest.h>

namespace gavel::pg {
namespace {

template <class T>
std::optional<std::string> text_of(const T& value) {
    parameters p;
    p.add(value);
    return p.values().at(0);
}

TEST(parameters, scalars) {
    EXPECT_EQ(text_of(true), "t");
    EXPECT_EQ(text_of(false), "f");
    EXPECT_EQ(text_of(-7), "-7");
    EXPECT_EQ(text_of(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(text_of(lot_id{9}), "9");
    EXPECT_EQ(text_of("text"), "text");
    EXPECT_EQ(text_of(std::string()), "");
    EXPECT_EQ(text_of(std::nullopt), std::nullopt);
}

TEST(parameters, optionals) {
    EXPECT_EQ(text_of(std::optional<std::int64_t>()), std::nullopt);
    EXPECT_EQ(text_of(std::optional<account_id>(account_id{3})), "3");
}

TEST(parameters, moments_are_exact) {
    using namespace std::chrono;
    const instant t = sys_days(year(2026) / 11 / 22) + hours(19) + minutes(5) + seconds(9) + microseconds(1200);
    EXPECT_EQ(text_of(t), "2026-11-22 19:05:09.001200+00");
    EXPECT_EQ(text_of(instant(microseconds(-1))), "1969-12-31 23:59:59.999999+00");
}

TEST(parameters, bytes_are_hexadecimal) {
    EXPECT_EQ(text_of(bytes{0x00, 0xff, 0x1a}), "\\x00ff1a");
    EXPECT_EQ(text_of(bytes{}), "\\x");
}

TEST(parameters, arrays) {
    EXPECT_EQ(text_of(std::vector<std::int64_t>{}), "{}");
    EXPECT_EQ(text_of(std::vector<std::int64_t>{1, -2}), "{1,-2}");
    EXPECT_EQ(text_of(std::vector<lot_id>{lot_id{4}, lot_id{5}}), "{4,5}");
    EXPECT_EQ(text_of(std::vector<std::string>{}), "{}");
    EXPECT_EQ(text_of(std::vector<std::string>{"a", "", "NULL", R"(q"b\)", "x,{y}"}), R"({"a","","NULL","q\"b\\","x,{y}"})");
}

TEST(parameters, json) { EXPECT_EQ(text_of(boost::json::object{{"lot", 9}}), R"({"lot":9})"); }

TEST(parameters, zero_byte_is_refused) {
    EXPECT_THROW(text_of(std::string("a\0b", 3)), error);
    EXPECT_THROW(text_of(std::vector<std::string>{std::string(1, '\0')}), error);
}

TEST(timeouts, are_rounded_up_to_a_few_values) {
    using std::chrono::milliseconds;
    EXPECT_EQ(statement_timeout_ms(milliseconds(0)), 500);
    EXPECT_EQ(statement_timeout_ms(milliseconds(500)), 500);
    EXPECT_EQ(statement_timeout_ms(milliseconds(501)), 1000);
    EXPECT_EQ(statement_timeout_ms(milliseconds(9990)), 10'000);
    EXPECT_EQ(statement_timeout_ms(std::chrono::hours(5)), 3'600'000);
}

}  // namespace
}  // namespace gavel::pg
