#include "modules/backup/lateness.hpp"
#include "modules/backup/alarm_letter.hpp"

#include <gmock/gmock.h>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

const instant noon = parse_instant("2026-11-30T12:00:00Z").value();
constexpr auto save_within = 26h, drill_within = 24h * 35;

watched place(std::string subject, std::optional<std::chrono::minutes> age, std::chrono::hours watched_for = 10'000h) {
    watched w;
    w.subject = std::move(subject);
    w.since = noon - watched_for;
    if (age) w.last = noon - *age;
    return w;
}
watched told(watched w, std::chrono::minutes ago, bool late = true) {
    w.told_late = late;
    w.told_at = noon - ago;
    return w;
}

TEST(lateness, is_of_each_place_for_itself) {
    struct row {
        watched what;
        bool late;
    };
    const row rows[] = {
        {place("folder", 1h), false},           {place("folder", 26h), false},
        {place("folder", 26h + 1min), true},    {place("drill", 26h + 1min), false},
        {place("drill", 24h * 35), false},      {place("drill", 24h * 35 + 1min), true},
        {place("s3", std::nullopt), true},      {place("s3", std::nullopt, 26h), false},  // it is new
        {place("s3", std::nullopt, 27h), true}, {place("drill", std::nullopt, 24h * 34), false},
        {place("google", 27h, 1h), true},  // known from before it was watched
        {place("google", -5min), false},   // a clock that went back
    };
    for (const auto& r : rows) {
        std::vector<watched> all{place("folder", 1h), r.what};
        judge(all, save_within, drill_within, noon);
        EXPECT_EQ(all.back().late, r.late) << r.what.subject;
        EXPECT_FALSE(all.front().late) << "a good place says nothing about another";
    }
}

TEST(lateness, is_told_once_and_then_once_a_day) {
    const auto good = place("folder", 1h), late = place("s3", 100h), no_drill = place("drill", 24h * 40);
    struct row {
        const char* when;
        std::vector<watched> all;
        letter_due expected;
    };
    const row rows[] = {
        {"all is well", {good}, letter_due::none},
        {"nobody was told", {good, late}, letter_due::late},
        {"told a moment ago", {good, told(late, 0min)}, letter_due::none},
        {"told not yet a day ago", {good, told(late, 23h + 59min)}, letter_due::none},
        {"told a day ago", {good, told(late, 24h)}, letter_due::late},
        {"something else is late too", {told(late, 1h), no_drill}, letter_due::late},
        {"all of it was told", {told(late, 1h), told(no_drill, 2h)}, letter_due::none},
        {"one of two is good again", {told(good, 1h), told(no_drill, 2h)}, letter_due::none},
        {"good again", {told(good, 1h)}, letter_due::good},
        {"good again after weeks", {told(good, 500h)}, letter_due::good},
        {"that was told", {told(good, 1h, false)}, letter_due::none},
        {"late again within a day", {told(late, 5h, false)}, letter_due::none},
        {"late again the day after", {told(late, 24h, false)}, letter_due::late},
    };
    for (auto r : rows) {
        judge(r.all, save_within, drill_within, noon);
        EXPECT_EQ(due(r.all, noon), r.expected) << r.when;
    }
}

TEST(alarm_letter, says_what_is_late_and_why) {
    const mail::postman carrier([] {
        mail::options chosen;
        chosen.site_url = "https://auction.example";
        return chosen;
    }());
    accounts::account reader;
    reader.id = account_id{7};
    reader.email = "operator@example.com";
    reader.lang = language::en;
    std::vector<watched> all{place("folder", 1h), place("google", 100h), place("s3", std::nullopt), place("drill", 24h * 40)};
    all[1].failure = "the storage of the account is full\nsecond line";
    judge(all, save_within, drill_within, noon);

    const auto late = letter_about(letter_due::late, told_of(letter_due::late, all), reader, carrier);
    EXPECT_EQ(late.name, "backup_late");
    EXPECT_EQ(late.to, reader.email);
    EXPECT_EQ(late.account, reader.id);
    const auto said = mail::render(late).text;
    EXPECT_THAT(said,
                HasSubstr("- Google Drive: last whole backup 2026-11-26 08:00 UTC. The last attempt failed: the storage of the account "
                          "is full second line\r\n"));
    EXPECT_THAT(said, HasSubstr("- S3 store: no whole backup yet\r\n"));
    EXPECT_THAT(said, HasSubstr("- Drill: last succeeded 2026-10-21 12:00 UTC\r\n"));
    EXPECT_THAT(said, Not(HasSubstr("Folder")));
    EXPECT_THAT(said, HasSubstr("gavel backup run"));
    EXPECT_THAT(said, HasSubstr("gavel backup verify"));

    const auto only_drill = letter_about(letter_due::late, {all[3]}, reader, carrier);
    EXPECT_THAT(mail::render(only_drill).text, Not(HasSubstr("gavel backup run")));
    const auto only_place = letter_about(letter_due::late, {all[2]}, reader, carrier);
    EXPECT_THAT(mail::render(only_place).text, Not(HasSubstr("gavel backup verify")));

    for (auto& each : all) each = told(place(each.subject, 1h), 30h);
    all[1].failure = "busy";  // of an attempt since; nothing to write about yet
    for (const auto lang : all_languages) {
        reader.lang = lang;
        const auto good = letter_about(letter_due::good, told_of(letter_due::good, all), reader, carrier);
        EXPECT_EQ(good.name, "backup_good");
        EXPECT_THAT(mail::render(good).text, HasSubstr("Google Drive: "));
        EXPECT_THAT(mail::render(good).text, HasSubstr("2026-11-30 11:00 UTC"));
        EXPECT_THAT(mail::render(good).text, Not(HasSubstr("busy")));
    }
}

}  // namespace
}  // namespace gavel::backup
