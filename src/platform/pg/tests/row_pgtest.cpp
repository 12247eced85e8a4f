// Values there and back: every type the row mapping knows, and what it says about mistakes.
#include "tests/support/pg.hpp"

#include <stdexcept>

namespace gavel::pg {
namespace {

class row_pgtest : public test::pg_test {
protected:
    row_pgtest() : pg_test(test::database::content::empty) {}
};

const statement scalars_sql{"test.scalars", R"sql(
    select $1::boolean as yes, $2::bigint as big, $3::int as small, $4::text as words, $5::timestamptz as at, $6::bytea as raw,
           $7::jsonb as tree, $8::bigint[] as numbers, $9::text[] as texts, null::bigint as nothing, 2.5::float8 as fraction
)sql"};

TEST_F(row_pgtest, round_trip) {
    const instant at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::microseconds(71'234'567);
    const bytes raw{0, 1, 254, 255};
    const boost::json::value tree = {{"a", {1, 2}}};
    const std::vector<std::int64_t> numbers{3, -4};
    const std::vector<std::string> texts{"x\"y", ""};
    const std::string words = "Рушник ₴ 'quoted' \\ \n";
    const auto found = run(pool.one(soon(), scalars_sql, true, std::int64_t{1} << 62, -5, words, at, raw, tree, numbers, texts));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->get<bool>("yes"));
    EXPECT_EQ(found->get<std::int64_t>("big"), std::int64_t{1} << 62);
    EXPECT_EQ(found->get<lot_id>("big"), lot_id{std::int64_t{1} << 62});
    EXPECT_EQ(found->get<int>("small"), -5);
    EXPECT_EQ(found->get<std::string>("words"), words);
    EXPECT_EQ(found->get<instant>("at"), at);
    EXPECT_EQ(found->get<bytes>("raw"), raw);
    EXPECT_EQ((found->get<std::array<unsigned char, 4>>("raw")), (std::array<unsigned char, 4>{0, 1, 254, 255}));
    EXPECT_THROW((found->get<std::array<unsigned char, 3>>("raw")), std::logic_error);
    EXPECT_EQ(found->get<boost::json::value>("tree"), tree);
    EXPECT_EQ(found->get<std::vector<std::int64_t>>("numbers"), numbers);
    EXPECT_EQ(found->get<std::string_view>("texts"), R"({"x\"y",""})");
    EXPECT_EQ(found->get<std::optional<std::int64_t>>("nothing"), std::nullopt);
    EXPECT_EQ(found->get<std::optional<int>>("small"), -5);
    EXPECT_EQ(found->get<double>("fraction"), 2.5);
}

// One row per type, the elements as PostgreSQL understood them.
const statement arrays_sql{"test.arrays", R"sql(
    select array_to_string($1::bigint[], ' ', '-') as numbers, array_to_string($2::boolean[], ' ') as flags,
           array_to_string($3::text[], '|', '-') as texts, $4::uuid[] = array['0194b1c6-0000-4000-8000-00000000000a'::uuid] as keys,
           $5::timestamptz[] = array['2026-11-22 19:47:14.567+00'::timestamptz, null] as moments,
           $6::bytea[] = array['\x00ff5c22'::bytea, '\x'] as raw, cardinality($7::bigint[]) as none, cardinality($8::text[]) as empty
)sql"};

TEST_F(row_pgtest, arrays_of_every_type_arrive) {
    const std::vector<std::optional<lot_id>> numbers{lot_id{3}, std::nullopt, lot_id{-4}};
    const std::vector<bool> flags{true, false};
    const std::vector<std::string_view> texts{"a,b", "\\\"{}", "", "null", "NULL", " "};
    const std::vector<std::string> keys{"0194b1c6-0000-4000-8000-00000000000a"};
    const instant at = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::milliseconds(71'234'567);
    const std::vector<std::optional<instant>> moments{at, std::nullopt};
    const std::vector<bytes> raw{{0, 255, '\\', '"'}, {}};
    const std::vector<std::int64_t> none;
    const std::vector<std::string> empty;
    const auto found = run(pool.one(soon(), arrays_sql, numbers, flags, texts, keys, moments, raw, none, empty));
    EXPECT_EQ(found->text("numbers"), "3 - -4");
    EXPECT_EQ(found->text("flags"), "t f");
    EXPECT_EQ(found->text("texts"), "a,b|\\\"{}||null|NULL| ");
    EXPECT_TRUE(found->get<bool>("keys"));
    EXPECT_TRUE(found->get<bool>("moments"));
    EXPECT_TRUE(found->get<bool>("raw"));
    EXPECT_EQ(found->get<int>("none"), 0);
    EXPECT_EQ(found->get<int>("empty"), 0);
}

const statement lists_sql{"test.lists", R"sql(
    select array[1, -2]::int[] as small, array[]::bigint[] as none, array['a,b', '\"{}', '', 'NULL', 'plain'] as texts, array[null, 'x'] as holes
)sql"};

TEST_F(row_pgtest, arrays_are_read) {
    const auto found = run(pool.one(soon(), lists_sql));
    EXPECT_EQ(found->get<std::vector<int>>("small"), (std::vector<int>{1, -2}));
    EXPECT_TRUE(found->get<std::vector<std::int64_t>>("none").empty());
    EXPECT_EQ(found->get<std::vector<std::string>>("texts"), (std::vector<std::string>{"a,b", "\\\"{}", "", "NULL", "plain"}));
    EXPECT_THROW(found->get<std::vector<std::string>>("holes"), std::logic_error);
    EXPECT_THROW(found->get<std::vector<int>>("texts"), std::logic_error);
}

const statement moments_sql{"test.moments", R"sql(
    select '2026-11-22 10:00:00+02'::timestamptz as whole, '2026-11-22 10:00:00.5+00'::timestamptz as half, 'infinity'::timestamptz as never
)sql"};

TEST_F(row_pgtest, moments_with_and_without_fraction) {
    const auto found = run(pool.one(soon(), moments_sql));
    const instant day = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);
    EXPECT_EQ(found->get<instant>("whole"), day + std::chrono::hours(8));
    EXPECT_EQ(found->get<instant>("half"), day + std::chrono::hours(10) + std::chrono::milliseconds(500));
    EXPECT_THROW(found->get<instant>("never"), std::logic_error);
}

TEST_F(row_pgtest, columns_are_found_in_any_order) {
    const auto found = run(pool.one(soon(), moments_sql));
    for (const auto* name : {"never", "whole", "half", "half", "whole", "never"}) EXPECT_FALSE(found->is_null(name)) << name;
    EXPECT_THROW(found->text("nowhere"), std::logic_error);
    EXPECT_FALSE(found->is_null("whole"));
}

const statement mistakes_sql{"test.mistakes", "select 'x' as word, null as nothing"};

TEST_F(row_pgtest, mistakes_are_named) {
    const auto found = run(pool.one(soon(), mistakes_sql));
    EXPECT_THROW(found->get<int>("word"), std::logic_error);
    EXPECT_THROW(found->get<std::string>("nothing"), std::logic_error);
    EXPECT_THROW(found->get<bool>("absent"), std::logic_error);
}

const statement series_sql{"test.series", "select n from generate_series(1, $1::int) n order by n"};

TEST_F(row_pgtest, many_rows_and_none) {
    const auto many = run(pool.query(soon(), series_sql, 50'000));
    EXPECT_EQ(many.size(), 50'000u);
    std::int64_t sum = 0;
    for (const auto each : many) sum += each.get<std::int64_t>("n");
    EXPECT_EQ(sum, 1'250'025'000);
    EXPECT_TRUE(run(pool.query(soon(), series_sql, 0)).empty());
    EXPECT_FALSE(run(pool.one(soon(), series_sql, 0)));
    EXPECT_THROW(run(pool.one(soon(), series_sql, 2)), std::logic_error);
}

}  // namespace
}  // namespace gavel::pg
