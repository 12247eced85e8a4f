// Tables, and a naive model on random dates. GAVEL_FUZZ_SEED and GAVEL_FUZZ_ROUNDS repeat or prolong a run.
#include "modules/backup/retention.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

namespace gavel::backup {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Called by their date, "2026-11-30" or with an hour, "2026-11-30T08".
kept_backup backup_of(const std::string& date) {
    return {date, *parse_instant(date.size() == 10 ? date + "T00:00:00Z" : date + ":00:00Z")};
}

std::vector<std::string> gone(const std::vector<std::string>& dates, const retention& keep, const std::string& now = "2027-01-01") {
    std::vector<kept_backup> all;
    for (const auto& each : dates) all.push_back(backup_of(each));
    return outdated(all, keep, backup_of(now).began);
}

TEST(retention, of_a_day_the_newest_stays) {
    EXPECT_THAT(gone({"2026-11-30T01", "2026-11-30T23", "2026-11-30T08", "2026-11-29T23"}, {2, 0, 0}),
                ElementsAre("2026-11-30T01", "2026-11-30T08"));
}

TEST(retention, days_without_a_backup_do_not_count) {
    EXPECT_THAT(gone({"2026-01-05", "2026-03-01", "2026-11-29", "2026-11-30"}, {3, 0, 0}), ElementsAre("2026-01-05"));
}

TEST(retention, weeks_begin_on_monday) {
    // The 29th of November 2026 is a Sunday.
    EXPECT_THAT(gone({"2026-11-23", "2026-11-29", "2026-11-30"}, {0, 2, 0}), ElementsAre("2026-11-23"));
    EXPECT_THAT(gone({"2026-11-22", "2026-11-23", "2026-11-29", "2026-11-30"}, {0, 3, 0}), ElementsAre("2026-11-23"));
    // Also across the end of a year: Thursday and Friday of one week.
    EXPECT_THAT(gone({"2026-12-31", "2027-01-01"}, {0, 5, 0}), ElementsAre("2026-12-31"));
}

TEST(retention, months_are_those_of_the_calendar) {
    EXPECT_THAT(gone({"2025-11-30", "2026-10-31", "2026-11-01", "2026-11-30"}, {0, 0, 3}), ElementsAre("2026-11-01"));
    EXPECT_THAT(gone({"2024-02-28", "2024-02-29", "2024-03-01"}, {0, 0, 12}), ElementsAre("2024-02-28"));
}

TEST(retention, one_backup_may_stand_for_day_week_and_month) {
    EXPECT_THAT(gone({"2026-09-15", "2026-10-31", "2026-11-22", "2026-11-28", "2026-11-29", "2026-11-30"}, {2, 2, 2}),
                ElementsAre("2026-09-15", "2026-11-22", "2026-11-28"));
}

TEST(retention, the_newest_stays_whatever_the_numbers_say) {
    EXPECT_THAT(gone({"2020-01-01"}, {0, 0, 0}), IsEmpty());
    EXPECT_THAT(gone({"2020-01-01", "2020-01-02"}, {-5, INT64_MIN, 0}), ElementsAre("2020-01-01"));
    EXPECT_THAT(gone({}, {}), IsEmpty());
    EXPECT_THAT(gone({"2020-01-01", "2020-01-02", "2021-01-01"}, {INT64_MAX, 0, 0}), IsEmpty());
}

TEST(retention, those_of_the_future_stay_and_take_nobodys_place) {
    EXPECT_THAT(gone({"2026-11-28", "2026-11-29", "2030-01-01", "2030-01-02"}, {1, 0, 0}, "2026-11-30"), ElementsAre("2026-11-28"));
    EXPECT_THAT(gone({"2026-11-30"}, {0, 0, 0}, "2026-11-30"), IsEmpty());
}

TEST(retention, two_of_one_second_are_told_apart) {
    const auto when = backup_of("2026-11-30").began;
    EXPECT_THAT(outdated({{"b", when}, {"a", when}}, {7, 5, 12}, when), ElementsAre("a"));
}

// The same by calendar text instead of numbers, period by period from the newest.
std::string iso_text(instant t) { return format_exactly(t); }
std::string monday_text(instant t) {
    auto day = std::chrono::floor<std::chrono::days>(t);
    while (std::chrono::weekday(day) != std::chrono::Monday) day -= std::chrono::days(1);
    return format_exactly(day);
}

std::set<std::string> stay_by_the_model(const std::vector<kept_backup>& all, const retention& keep, instant now) {
    std::set<std::string> stay;
    const kept_backup* newest = nullptr;
    std::map<std::string, const kept_backup*> days, weeks, months;
    const auto later = [](const kept_backup* old, const kept_backup& b) {
        return !old || b.began > old->began || (b.began == old->began && b.id > old->id);
    };
    for (const auto& each : all) {
        if (each.began > now) {
            stay.insert(each.id);
            continue;
        }
        if (later(newest, each)) newest = &each;
        const auto put = [&](const kept_backup*& best) {
            if (later(best, each)) best = &each;
        };
        put(days[iso_text(each.began).substr(0, 10)]);
        put(weeks[monday_text(each.began)]);
        put(months[iso_text(each.began).substr(0, 7)]);
    }
    const auto take = [&](const auto& periods, std::int64_t count) {
        for (auto p = periods.rbegin(); p != periods.rend() && count > 0; ++p, --count) stay.insert(p->second->id);
    };
    take(days, keep.days);
    take(weeks, keep.weeks);
    take(months, keep.months);
    if (newest) stay.insert(newest->id);
    return stay;
}

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text ? std::strtoull(text, nullptr, 10) : otherwise;
}

TEST(retention, decides_as_the_naive_model_does) {
    const auto seed = number_from("GAVEL_FUZZ_SEED", std::random_device{}());
    std::printf("seed %llu\n", static_cast<unsigned long long>(seed));
    std::mt19937_64 dice(seed);
    const auto below = [&](std::int64_t end) { return std::uniform_int_distribution<std::int64_t>(0, end - 1)(dice); };
    const auto start = backup_of("2023-11-01").began;
    for (auto round = number_from("GAVEL_FUZZ_ROUNDS", 2000); round > 0; --round) {
        const retention keep{below(10) - 1, below(8) - 1, below(14) - 1};
        const auto span_h = 1 + below(24 * 900);
        const auto now = start + std::chrono::hours(span_h - span_h / 10);
        std::vector<kept_backup> all;
        for (auto count = below(60); count > 0; --count)
            all.push_back({fmt::format("{:02}", count), start + std::chrono::hours(below(span_h))});
        std::shuffle(all.begin(), all.end(), dice);
        const auto stay = stay_by_the_model(all, keep, now);
        const auto go = outdated(all, keep, now);
        ASSERT_EQ(stay.size() + go.size(), all.size()) << "GAVEL_FUZZ_SEED=" << seed;
        for (const auto& each : go) ASSERT_FALSE(stay.contains(each)) << "GAVEL_FUZZ_SEED=" << seed;
        std::map<std::string, instant> began;
        for (const auto& each : all) began[each.id] = each.began;
        ASSERT_TRUE(std::is_sorted(go.begin(), go.end(), [&](auto& a, auto& b) { return began[a] < began[b]; }));
        // What stays once stays if nothing else has happened: pruning again removes nothing.
        std::erase_if(all, [&](const kept_backup& b) { return !stay.contains(b.id); });
        ASSERT_THAT(outdated(all, keep, now), IsEmpty()) << "GAVEL_FUZZ_SEED=" << seed;
    }
}

}  // namespace
}  // namespace gavel::backup
