#include "modules/newsletters/rules.hpp"
#include "modules/newsletters/letters.hpp"

#include <gtest/gtest.h>

#include <string>
#include <tuple>

namespace gavel::newsletters {
namespace {

using namespace std::chrono_literals;
using enum campaign_state;

TEST(campaign_state, changes_only_by_these_commands) {
    const auto all = {draft, scheduled, sending, paused, sent, cancelled};
    const auto possible = [&](command c) {
        std::string text;
        for (const auto from : all)
            if (const auto to = state_after(from, c)) text += std::string(to_string(from)) + ">" + std::string(to_string(*to)) + " ";
        return text;
    };
    EXPECT_EQ(possible(command::schedule), "draft>scheduled scheduled>scheduled ");
    EXPECT_EQ(possible(command::revise), "draft>draft scheduled>draft ");
    EXPECT_EQ(possible(command::pause), "sending>paused paused>paused ");
    EXPECT_EQ(possible(command::resume), "sending>sending paused>sending ");
    EXPECT_EQ(possible(command::cancel), "draft>cancelled scheduled>cancelled sending>cancelled paused>cancelled cancelled>cancelled ");
}

TEST(language_of_a_letter, is_the_readers_or_the_first_written) {
    const auto in = [](std::vector<language> written) {
        std::vector<campaign_text> texts;
        for (const auto each : written) {
            campaign_text t;
            t.lang = each;
            texts.push_back(t);
        }
        return texts;
    };
    EXPECT_EQ(language_for(language::ru, in({language::uk, language::ru})), language::ru);
    EXPECT_EQ(language_for(language::ru, in({language::en, language::uk})), language::uk);
    EXPECT_EQ(language_for(language::uk, in({language::ru, language::en})), language::en);
    EXPECT_EQ(language_for(language::uk, {}), std::nullopt);
}

TEST(pace, leaves_both_reserves_alone) {
    mail::sending_limits limits;
    limits.per_day_max = 2'000;
    limits.reserve_percent = 20;
    EXPECT_EQ(pace_of(limits).per_day, 1'200);
    limits.per_day_max = 0;
    EXPECT_EQ(pace_of(limits).per_day, 0);
    limits.per_day_max = 1;
    limits.reserve_percent = 40;
    EXPECT_EQ(pace_of(limits).per_day, 1);
}

struct duration_case {
    std::int64_t recipients, per_day;
    std::chrono::milliseconds interval;
    std::int64_t left;
    std::chrono::seconds expected;
};
TEST(time_for, counts_days_and_the_speed_of_the_last) {
    const std::vector<duration_case> cases{
        {0, 1'200, 1s, 0, 0s},
        {100, 0, 0ms, 0, 0s},
        {100, 0, 500ms, 9'999, 50s},
        {1'200, 1'200, 1s, 0, 1'200s},
        {1'201, 1'200, 1s, 0, 24h + 1s},
        {20'000, 1'200, 1s, 0, 24h * 16 + 800s},
        {100, 1'200, 1s, 1'150, 24h + 50s},
        {100, 1'200, 1s, 5'000, 24h + 100s},
    };
    for (const auto& c : cases)
        EXPECT_EQ(time_for(c.recipients, {c.per_day, c.interval}, c.left), c.expected) << c.recipients << " " << c.left;
}

TEST(reader_link, is_read_by_whoever_signed_it_and_is_no_other_link) {
    const mail::link_key key(32, 7), other(32, 8);
    const auto token = sign_reader(key, {subscriber_id{17}, campaign_id{3}});
    EXPECT_TRUE(token.starts_with("17.3."));
    const auto read = verify_reader(key, token);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->subscriber, subscriber_id{17});
    EXPECT_EQ(read->campaign, campaign_id{3});
    EXPECT_FALSE(verify_reader(other, token));
    EXPECT_FALSE(verify_reader(key, mail::sign(key, {account_id{17}, "3"}))) << "a link of another purpose";
    EXPECT_FALSE(mail::verify(key, token));
    for (const auto* odd : {"", ".", "17.3", "17.3.", "0.0.0"}) EXPECT_FALSE(verify_reader(key, odd)) << odd;
}

}  // namespace
}  // namespace gavel::newsletters
