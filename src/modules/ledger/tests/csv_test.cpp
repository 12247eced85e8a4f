#include "modules/ledger/csv.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gavel::ledger {
namespace {

TEST(ledger_csv, fields) {
    struct row {
        std::string_view text, field;
    };
    const row table[] = {
        {"", ""},
        {"order:42", "order:42"},
        {"a b", "a b"},
        {"a,b", "\"a,b\""},
        {"say \"yes\"", "\"say \"\"yes\"\"\""},
        {"two\r\nlines", "\"two\r\nlines\""},
        {"=1+1", "'=1+1"},
        {"=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""},
        {"+380", "'+380"},
        {"-1", "'-1"},
        {"@SUM(A1)", "'@SUM(A1)"},
        {"\tx", "'\tx"},
        {"\rx", "\"'\rx\""},
        {"a=1", "a=1"},
        {"'=1", "'=1"},
    };
    for (const auto& each : table) EXPECT_EQ(csv_field(each.text), each.field) << each.text;
}

TEST(ledger_csv, amounts) {
    EXPECT_EQ(csv_amount(0), "0.00");
    EXPECT_EQ(csv_amount(5), "0.05");
    EXPECT_EQ(csv_amount(-5), "-0.05");
    EXPECT_EQ(csv_amount(123'450), "1234.50");
    EXPECT_EQ(csv_amount(-123'450), "-1234.50");
    EXPECT_EQ(csv_amount(std::numeric_limits<std::int64_t>::min()), "-92233720368547758.08");
}

TEST(ledger_csv, a_line_for_each_entry) {
    statement_line l;
    l.place = {118, 42};
    l.at = *parse_instant("2026-11-30T10:00:00Z");
    l.reason = "payment";
    l.subject = "order:7";
    l.amount = {-50'000, {}};
    l.balance_after = {1'000, {}};
    EXPECT_EQ(csv_of({l}),
              "\xEF\xBB\xBFposted_at,transaction,reason,subject,amount,balance_after,currency\r\n"
              "2026-11-30T10:00:00.000Z,118,payment,order:7,-500.00,10.00,UAH\r\n");
    EXPECT_EQ(csv_of({}), "\xEF\xBB\xBFposted_at,transaction,reason,subject,amount,balance_after,currency\r\n");
}

}  // namespace
}  // namespace gavel::ledger
