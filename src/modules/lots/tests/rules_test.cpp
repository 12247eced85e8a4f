// Tables of what a seller may write and when a lot may run.
#include "modules/lots/rules.hpp"

#include "base/text.hpp"
#include "platform/http/problems.hpp"

#include <gtest/gtest.h>
#include <boost/json/serialize.hpp>

namespace gavel::lots {
namespace {

using std::chrono::days;
using std::chrono::seconds;

const instant now = *parse_instant("2026-11-22T12:00:00Z");

money uah(std::int64_t hryvnias) { return {hryvnias * 100, currency{}}; }

// Half and ten times the 5 UAH by which bids rise at 100 UAH.
constexpr step_bounds steps_at_100{2'50, 50'00};

content complete() {
    content c;
    c.title = "Монета 1992 року";
    c.description = "Стан добрий";
    c.category = "coins-ukraine";
    c.condition = "good";
    c.location = "Київ";
    c.shipping.push_back({"pickup", std::nullopt});
    c.start_price = uah(100);
    c.duration_s = 3600;
    return c;
}

struct fault_case {
    const char* name;
    void (*change)(content&);
    const char* expected;
};

class content_fault : public testing::TestWithParam<fault_case> {};

TEST_P(content_fault, is_named) {
    auto c = complete();
    EXPECT_TRUE(faults_of(c, 100, steps_at_100).empty());
    GetParam().change(c);
    EXPECT_EQ(boost::json::serialize(faults_of(c, 100, steps_at_100)), GetParam().expected);
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, content_fault, testing::Values(
    fault_case{"empty", [](content& c) { c = {}; }, "[]"},
    fault_case{"kopiykas", [](content& c) { c.start_price->amount += 1; }, R"([{"field":"start_price","code":"not_a_multiple","of":100}])"},
    fault_case{"other_currency", [](content& c) { c.start_price->currency = *currency::parse("EUR"); },
               R"([{"field":"start_price","code":"not_allowed","allowed":["UAH"]}])"},
    fault_case{"reserve_at_start", [](content& c) { c.reserve_price = uah(100); }, R"([{"field":"reserve_price","code":"out_of_range","min":10100}])"},
    fault_case{"reserve_above", [](content& c) { c.reserve_price = uah(101); }, "[]"},
    fault_case{"reserve_without_start", [](content& c) { c.reserve_price = uah(1); c.start_price.reset(); }, "[]"},
    fault_case{"reserve_kopiykas", [](content& c) { c.reserve_price = money{10150, {}}; }, R"([{"field":"reserve_price","code":"not_a_multiple","of":100}])"},
    fault_case{"buy_now_129", [](content& c) { c.buy_now_price = uah(129); }, R"([{"field":"buy_now_price","code":"out_of_range","min":13000}])"},
    fault_case{"buy_now_130", [](content& c) { c.buy_now_price = uah(130); }, "[]"},
    fault_case{"buy_now_rounded_up", [](content& c) { c.start_price = uah(101); c.buy_now_price = uah(131); },
               R"([{"field":"buy_now_price","code":"out_of_range","min":13200}])"},
    fault_case{"buy_now_at_reserve", [](content& c) { c.reserve_price = c.buy_now_price = uah(500); },
               R"([{"field":"buy_now_price","code":"out_of_range","min":50100}])"},
    fault_case{"buy_now_above_reserve", [](content& c) { c.reserve_price = uah(500); c.buy_now_price = uah(501); }, "[]"},
    fault_case{"buy_now_kopiykas", [](content& c) { c.buy_now_price = money{20050, {}}; }, R"([{"field":"buy_now_price","code":"not_a_multiple","of":100}])"},
    fault_case{"step_2", [](content& c) { c.step = uah(2); }, R"([{"field":"step","code":"out_of_range","min":300,"max":5000}])"},
    fault_case{"step_3", [](content& c) { c.step = uah(3); }, "[]"},
    fault_case{"step_50", [](content& c) { c.step = uah(50); }, "[]"},
    fault_case{"step_51", [](content& c) { c.step = uah(51); }, R"([{"field":"step","code":"out_of_range","min":300,"max":5000}])"},
    fault_case{"shipping_kopiykas", [](content& c) { c.shipping[0].cost = money{50, {}}; }, R"([{"field":"shipping","code":"not_a_multiple","of":100}])"},
    fault_case{"shipping_free", [](content& c) { c.shipping[0].cost = uah(0); }, "[]"},
    fault_case{"shipping_twice", [](content& c) { c.shipping.push_back(c.shipping[0]); }, R"([{"field":"shipping","code":"duplicate"}])"},
    fault_case{"two_ends", [](content& c) { c.ends_at = now + days(1); }, R"([{"field":"duration_s","code":"not_allowed"}])"},
    fault_case{"end_at_start", [](content& c) { c.duration_s.reset(); c.starts_at = c.ends_at = now; }, R"([{"field":"ends_at","code":"ends_before_start"}])"},
    fault_case{"run_59_s", [](content& c) { c.duration_s.reset(); c.starts_at = now; c.ends_at = now + seconds(59); }, R"([{"field":"ends_at","code":"too_short"}])"},
    fault_case{"run_60_s", [](content& c) { c.duration_s.reset(); c.starts_at = now; c.ends_at = now + seconds(60); }, "[]"},
    fault_case{"run_30_d", [](content& c) { c.duration_s.reset(); c.starts_at = now; c.ends_at = now + days(30); }, "[]"},
    fault_case{"run_longer", [](content& c) { c.duration_s.reset(); c.starts_at = now; c.ends_at = now + days(30) + seconds(1); },
               R"([{"field":"ends_at","code":"too_long"}])"}),
    [](const auto& each) { return std::string(each.param.name); });
// clang-format on

struct missing_case {
    const char* field;
    void (*clear)(content&);
};

class missing_field : public testing::TestWithParam<missing_case> {};

TEST_P(missing_field, is_listed) {
    auto c = complete();
    EXPECT_TRUE(missing_of(c).empty());
    GetParam().clear(c);
    EXPECT_EQ(missing_of(c), std::vector<std::string_view>{GetParam().field});
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, missing_field, testing::Values(
    missing_case{"title", [](content& c) { c.title.reset(); }}, missing_case{"description", [](content& c) { c.description.reset(); }},
    missing_case{"category_id", [](content& c) { c.category.reset(); }}, missing_case{"condition", [](content& c) { c.condition.reset(); }},
    missing_case{"location", [](content& c) { c.location.reset(); }}, missing_case{"shipping", [](content& c) { c.shipping.clear(); }},
    missing_case{"start_price", [](content& c) { c.start_price.reset(); }}, missing_case{"duration", [](content& c) { c.duration_s.reset(); }}),
    [](const auto& each) { return std::string(each.param.field); });
// clang-format on

TEST(missing, an_exact_end_replaces_the_duration) {
    auto c = complete();
    c.duration_s.reset();
    c.ends_at = now + days(1);
    EXPECT_TRUE(missing_of(c).empty());
}

struct schedule_case {
    const char* name;
    void (*change)(content&);
    const char* refused;         // "" = accepted
    instant starts_at, ends_at;  // when accepted
};

class schedule_rule : public testing::TestWithParam<schedule_case> {};

TEST_P(schedule_rule, decides) {
    auto c = complete();
    GetParam().change(c);
    const auto answer = schedule_at(c, now);
    if (*GetParam().refused != '\0') {
        ASSERT_FALSE(answer);
        EXPECT_TRUE(answer.error().is(http::invalid_input));
        EXPECT_EQ(boost::json::serialize(answer.error().fields().at("errors")), GetParam().refused);
    } else {
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->starts_at, GetParam().starts_at);
        EXPECT_EQ(answer->ends_at, GetParam().ends_at);
    }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, schedule_rule, testing::Values(
    schedule_case{"at_once", [](content&) {}, "", now, now + seconds(3600)},
    schedule_case{"later", [](content& c) { c.starts_at = now + days(1); }, "", now + days(1), now + days(1) + seconds(3600)},
    schedule_case{"exact_end", [](content& c) { c.duration_s.reset(); c.ends_at = now + days(2); }, "", now, now + days(2)},
    schedule_case{"start_now", [](content& c) { c.starts_at = now; }, R"([{"field":"starts_at","code":"in_the_past"}])", {}, {}},
    schedule_case{"start_ahead_30_d", [](content& c) { c.starts_at = now + days(30); }, "", now + days(30), now + days(30) + seconds(3600)},
    schedule_case{"start_ahead_more", [](content& c) { c.starts_at = now + days(30) + seconds(1); }, R"([{"field":"starts_at","code":"too_far_ahead"}])", {}, {}},
    schedule_case{"end_passed", [](content& c) { c.duration_s.reset(); c.ends_at = now; }, R"([{"field":"ends_at","code":"ends_before_start"}])", {}, {}},
    schedule_case{"end_too_near", [](content& c) { c.duration_s.reset(); c.ends_at = now + seconds(59); }, R"([{"field":"ends_at","code":"too_short"}])", {}, {}},
    schedule_case{"end_too_far", [](content& c) { c.duration_s.reset(); c.ends_at = now + days(31); }, R"([{"field":"ends_at","code":"too_long"}])", {}, {}}),
    [](const auto& each) { return std::string(each.param.name); });
// clang-format on

TEST(merge, absent_stays_null_clears_value_sets) {
    edit e;
    e.title = {true, "Нова назва"};
    e.location = {true, std::nullopt};
    const auto after = merged(complete(), e);
    EXPECT_EQ(after.title, "Нова назва");
    EXPECT_EQ(after.location, std::nullopt);
    EXPECT_EQ(after.description, "Стан добрий");
    EXPECT_EQ(after.shipping.size(), 1u);
}

TEST(merge, shipping_is_replaced_as_a_whole) {
    edit e;
    e.shipping.given = true;
    EXPECT_TRUE(merged(complete(), e).shipping.empty());
    e.shipping.value = std::vector<shipping_choice>{{"courier", uah(90)}, {"meest", std::nullopt}};
    EXPECT_EQ(merged(complete(), e).shipping, *e.shipping.value);
}

TEST(merge, one_kind_of_end_replaces_the_other) {
    edit e;
    e.ends_at = {true, now + days(1)};
    const auto exact = merged(complete(), e);
    EXPECT_EQ(exact.duration_s, std::nullopt);
    e = {};
    e.duration_s = {true, 120};
    EXPECT_EQ(merged(exact, e).ends_at, std::nullopt);
    e.ends_at = {true, now + days(1)};
    EXPECT_FALSE(faults_of(merged(exact, e), 100, steps_at_100).empty());
}

struct reschedule_case {
    const char* name;
    void (*change)(content&);
    const char* refused;  // "" = accepted
    instant ends_at;      // when accepted
};

class reschedule_rule : public testing::TestWithParam<reschedule_case> {};

// Runs from `now` for an hour; an outage has moved its end on by ten minutes since.
TEST_P(reschedule_rule, decides) {
    auto before = complete();
    before.starts_at = now;
    auto after = before;
    GetParam().change(after);
    const auto answer = reschedule(before, after, now + seconds(4200));
    if (*GetParam().refused != '\0') {
        ASSERT_FALSE(answer);
        EXPECT_EQ(boost::json::serialize(answer.error().fields().at("errors")), GetParam().refused);
    } else {
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->starts_at, now);
        EXPECT_EQ(answer->ends_at, GetParam().ends_at);
    }
}

// clang-format off
INSTANTIATE_TEST_SUITE_P(rules, reschedule_rule, testing::Values(
    reschedule_case{"nothing_about_time", [](content& c) { c.title = "Інша назва"; }, "", now + seconds(4200)},
    reschedule_case{"longer", [](content& c) { c.duration_s = 7200; }, "", now + seconds(7200)},
    reschedule_case{"exact_end", [](content& c) { c.duration_s.reset(); c.ends_at = now + days(1); }, "", now + days(1)},
    reschedule_case{"to_where_it_is", [](content& c) { c.duration_s = 4200; }, "", now + seconds(4200)},
    reschedule_case{"sooner", [](content& c) { c.duration_s = 4199; }, R"([{"field":"duration_s","code":"ends_earlier"}])", {}},
    reschedule_case{"exact_end_sooner", [](content& c) { c.duration_s.reset(); c.ends_at = now + seconds(60); }, R"([{"field":"ends_at","code":"ends_earlier"}])", {}},
    reschedule_case{"too_far", [](content& c) { c.duration_s.reset(); c.ends_at = now + days(31); }, R"([{"field":"ends_at","code":"too_long"}])", {}},
    reschedule_case{"another_start", [](content& c) { c.starts_at = now + days(1); }, R"([{"field":"starts_at","code":"not_allowed"}])", {}},
    reschedule_case{"no_start", [](content& c) { c.starts_at.reset(); }, R"([{"field":"starts_at","code":"not_allowed"}])", {}}),
    [](const auto& each) { return std::string(each.param.name); });
// clang-format on

TEST(changes, are_named_as_in_the_api) {
    auto after = complete();
    EXPECT_TRUE(changed_fields(complete(), after).empty());
    after.category = "medals";
    after.step = uah(10);
    after.shipping.clear();
    EXPECT_EQ(changed_fields(complete(), after), (std::vector<std::string>{"category_id", "shipping", "step"}));
}

TEST(relisting, takes_what_was_written_and_forgets_when) {
    lot ended;
    ended.content = complete();
    ended.content.starts_at = now;
    ended.content.duration_s.reset();
    ended.content.ends_at = now + days(2);
    ended.additions.push_back({"Знайшов коробку.", now});
    const auto again = relisted(ended);
    EXPECT_EQ(again.title, ended.content.title);
    EXPECT_EQ(again.description, "Стан добрий\n\nЗнайшов коробку.");
    EXPECT_EQ(again.starts_at, std::nullopt);
    EXPECT_EQ(again.ends_at, std::nullopt);
    EXPECT_EQ(again.duration_s, 172'800);

    ended.additions.assign(20, {std::string(5'000, 'x'), now});
    EXPECT_EQ(code_points(*relisted(ended).description), description_max);
}

TEST(merge, clearing_one_end_keeps_the_other) {
    edit e;
    e.ends_at = {true, std::nullopt};
    EXPECT_EQ(merged(complete(), e).duration_s, 3600);
}

}  // namespace
}  // namespace gavel::lots
