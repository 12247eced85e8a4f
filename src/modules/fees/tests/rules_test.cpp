// What fees come to, in tables (V59 of the auction rules among them), and how one takes another's place.
#include "modules/fees/rules.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace gavel::fees {
namespace {

using std::chrono::hours;

const instant noon = parse_instant("2026-12-01T12:00:00Z").value();

TEST(charge_test, is_rounded_once_half_up) {
    struct {
        std::int64_t price, points, expected;
    } const table[] = {
        {123'456, 900, 11'111},  // V59
        {5, 900, 0},
        {6, 900, 1},
        {0, 900, 0},
        {1, 10'000, 1},
        {1, 5'000, 1},
        {1, 4'999, 0},
        {50, 100, 1},
        {49, 100, 0},
        {amount_max, 10'000, amount_max},
        {amount_max, 1, 1'000'000'000},
        {99'999, 0, 0},
    };
    for (const auto& t : table) EXPECT_EQ(charge({{0, t.points}}, t.price), t.expected) << t.price << " at " << t.points;
    EXPECT_EQ(charge({}, 100'000), 0);
}

TEST(charge_test, takes_each_part_of_the_price_by_its_band) {
    const std::vector<band> bands{{0, 1000}, {100'000, 500}, {1'000'000, 0}, {2'000'000, 100}};
    struct {
        std::int64_t price, expected;
    } const table[] = {
        {99'999, 10'000},                          // 9 999.9
        {100'000, 10'000},                         // the whole first band
        {100'001, 10'000},                         // 10 000.05
        {100'010, 10'001},                         // 10 000.5
        {100'009, 10'000},                         // 10 000.45
        {1'000'000, 55'000},                       // both bands
        {1'000'001, 55'000}, {2'000'000, 55'000},  // the third costs nothing
        {2'000'049, 55'000}, {2'000'050, 55'001}, {3'000'000, 65'000},
    };
    for (const auto& t : table) EXPECT_EQ(charge(bands, t.price), t.expected) << t.price;
}

TEST(charge_test, rounds_the_sum_not_the_parts) {
    // 0.4 and 0.4: each alone would be nothing.
    EXPECT_EQ(charge({{0, 4000}, {1, 4000}}, 2), 1);
}

TEST(charge_test, never_falls_as_the_price_rises) {
    std::mt19937 dice(59);
    for (int round = 0; round < 200; ++round) {
        std::vector<band> bands{{0, std::uniform_int_distribution(0, 10'000)(dice)}};
        for (int i = 0; i < 4; ++i)
            bands.push_back(
                {bands.back().from + std::uniform_int_distribution(1, 500)(dice), std::uniform_int_distribution(0, 10'000)(dice)});
        ASSERT_TRUE(faults_of(bands).empty());
        std::int64_t before = 0;
        for (std::int64_t price = 1; price < 2500; price += 7) {
            const auto now = charge(bands, price);
            ASSERT_GE(now, before);
            ASSERT_LE(now, price);
            before = now;
        }
    }
}

TEST(bands_test, names_every_fault) {
    EXPECT_TRUE(faults_of({{0, 0}}).empty());
    EXPECT_TRUE(faults_of({{0, 10'000}, {1, 0}, {amount_max, 5}}).empty());
    struct {
        std::vector<band> bands;
        const char* field;
    } const table[] = {
        {{}, "bands"},
        {{{1, 0}}, "bands.0.from"},
        {{{0, 10'001}}, "bands.0.basis_points"},
        {{{0, -1}}, "bands.0.basis_points"},
        {{{0, 1}, {0, 1}}, "bands.1.from"},
        {{{0, 1}, {5, 1}, {4, 1}}, "bands.2.from"},
        {{{0, 1}, {amount_max + 1, 1}}, "bands.1.from"},
    };
    for (const auto& t : table) {
        const auto faults = faults_of(t.bands);
        ASSERT_EQ(faults.size(), 1u) << t.field;
        EXPECT_EQ(faults[0].at("field").as_string(), t.field);
    }
    std::vector<band> many;
    for (std::int64_t i = 0; i <= static_cast<std::int64_t>(bands_max); ++i) many.push_back({i, 1});
    EXPECT_EQ(faults_of(many).size(), 1u);
}

lots::shipping_choice way(const char* method, std::optional<std::int64_t> cost = {}) {
    lots::shipping_choice w;
    w.method = method;
    if (cost) w.cost = money{*cost, {}};
    return w;
}

TEST(quote_test, adds_up_what_is_known) {
    fee nine;
    nine.kind = premium_kind;
    nine.bands = {{0, 900}};
    struct {
        const char* what;
        std::vector<lots::shipping_choice> ways;
        std::optional<std::string> delivery;
        std::optional<std::int64_t> shipping;
        std::int64_t total;
    } const table[] = {
        {"one way with a price", {way("courier", 9000)}, {}, 9000, 143'567},
        {"the carrier's tariff", {way("nova_poshta")}, {}, {}, 134'567},
        {"several prices", {way("courier", 9000), way("ukrposhta", 6000)}, {}, {}, 134'567},
        {"the same price everywhere", {way("courier", 6000), way("ukrposhta", 6000)}, {}, 6000, 140'567},
        {"chosen", {way("courier", 9000), way("ukrposhta", 6000)}, "ukrposhta", 6000, 140'567},
        {"chosen at the tariff", {way("courier", 9000), way("nova_poshta")}, "nova_poshta", {}, 134'567},
        {"pickup is free", {way("pickup")}, {}, 0, 134'567},
        {"pickup or a parcel", {way("pickup"), way("nova_poshta")}, {}, {}, 134'567},
        {"chosen pickup", {way("pickup"), way("nova_poshta")}, "pickup", 0, 134'567},
        {"a way that is not there", {way("pickup")}, "courier", {}, 134'567},
    };
    for (const auto& t : table) {
        const auto q = quote_of(&nine, money{123'456, {}}, t.ways, t.delivery);
        EXPECT_EQ(q.premium.amount, 11'111) << t.what;
        EXPECT_EQ(q.shipping ? std::optional(q.shipping->amount) : std::nullopt, t.shipping) << t.what;
        EXPECT_EQ(q.total.amount, t.total) << t.what;
    }
    const auto free = quote_of(nullptr, money{5000, {}}, {way("courier", 100), way("nova_poshta")}, {});
    EXPECT_EQ(free.premium.amount, 0);
    EXPECT_EQ(free.total.amount, 5000);
    EXPECT_EQ(free.total_with(free.ways[0]).amount, 5100);
    EXPECT_EQ(free.total_with(free.ways[1]).amount, 5000);
}

fee lasting(std::int64_t id, int from, std::optional<int> until) {
    fee f;
    f.id = {id};
    f.kind = "listing";
    f.valid = period(noon + hours(from), until ? std::optional(noon + hours(*until)) : std::nullopt);
    return f;
}

TEST(table_test, knows_what_applies_when) {
    fee other = lasting(3, 0, 10);
    other.kind = "service:top";
    const fee_table table({lasting(1, 0, 10), lasting(2, 10, {}), other});
    const auto at = [&](std::chrono::seconds after) { return table.find("listing", {}, noon + after); };
    EXPECT_EQ(at(std::chrono::seconds(-1)), nullptr);
    EXPECT_EQ(at(hours(0))->id.value, 1);
    EXPECT_EQ(at(hours(10) - std::chrono::seconds(1))->id.value, 1);
    EXPECT_EQ(at(hours(10))->id.value, 2);
    EXPECT_EQ(at(hours(100'000))->id.value, 2);
    EXPECT_EQ(table.find("service:top", {}, noon + hours(10)), nullptr);
    EXPECT_EQ(table.find("listing", currency::parse("EUR").value(), noon), nullptr);
    EXPECT_EQ(table.at(noon).size(), 2u);
    EXPECT_EQ(table.at(noon + hours(20)).size(), 1u);
}

TEST(placement_test, cuts_goes_on_or_is_in_the_way) {
    struct {
        const char* what;
        std::vector<fee> there;
        int from;
        std::optional<int> until;
        std::int64_t cut, in_the_way;
        std::optional<int> goes_on_at;
    } const table[] = {
        {"nothing there", {}, 5, {}, 0, 0, {}},
        {"the present one is cut", {lasting(1, 0, {})}, 5, {}, 1, 0, {}},
        {"and goes on after a limited one", {lasting(1, 0, {})}, 5, 7, 1, 0, 7},
        {"ends with it", {lasting(1, 0, 7)}, 5, 7, 1, 0, {}},
        {"ends before it", {lasting(1, 0, 6)}, 5, 7, 1, 0, {}},
        {"goes on to its own end", {lasting(1, 0, 9)}, 5, 7, 1, 0, 7},
        {"is over by then", {lasting(1, 0, 5)}, 5, {}, 0, 0, {}},
        {"a later one is in the way", {lasting(1, 0, 8), lasting(2, 8, {})}, 5, {}, 1, 2, {}},
        {"the first of two", {lasting(3, 9, {}), lasting(2, 8, 9)}, 5, {}, 0, 2, {}},
        {"fits before the later one", {lasting(1, 0, 8), lasting(2, 8, {})}, 5, 8, 1, 0, {}},
        {"begins at the same moment", {lasting(2, 5, {})}, 5, 6, 0, 2, {}},
    };
    for (const auto& t : table) {
        const auto p = place(t.there, period(noon + hours(t.from), t.until ? std::optional(noon + hours(*t.until)) : std::nullopt));
        EXPECT_EQ(p.cut ? p.cut->id.value : 0, t.cut) << t.what;
        EXPECT_EQ(p.in_the_way ? p.in_the_way->id.value : 0, t.in_the_way) << t.what;
        EXPECT_EQ(p.goes_on.has_value(), t.goes_on_at.has_value()) << t.what;
        if (p.goes_on && t.goes_on_at) {
            EXPECT_EQ(p.goes_on->from, noon + hours(*t.goes_on_at)) << t.what;
            EXPECT_EQ(p.goes_on->until, t.there.front().valid.until) << t.what;
        }
    }
}

}  // namespace
}  // namespace gavel::fees
