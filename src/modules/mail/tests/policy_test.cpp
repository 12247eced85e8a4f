// Who may leave when, and what answers change: tables, and a newsletter against a daily limit with a fast clock.
#include "modules/mail/policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>

namespace gavel::mail {
namespace {

using namespace std::chrono_literals;
using smtp::verdict;
using enum letter_class;
using testing::ElementsAre;
using testing::IsEmpty;

const instant now = parse_instant("2026-11-22T12:00:00Z").value();
const sending_limits gmail{450, 20, 1000ms};

sender_state fresh() {
    sender_state s;
    s.next_at = now;
    return s;
}

TEST(admission, lets_everything_go_in_order) { EXPECT_THAT(admit(fresh(), gmail, now).classes, ElementsAre(transactional, notice, bulk)); }

TEST(admission, keeps_the_end_of_the_day_for_what_matters_most) {
    struct row {
        std::int64_t left;
        std::size_t classes;
    };
    for (const auto& [left, classes] :
         {row{0, 3}, row{269, 3}, row{270, 2}, row{359, 2}, row{360, 1}, row{449, 1}, row{450, 0}, row{999, 0}}) {
        auto s = fresh();
        s.left_in_window = left;
        s.oldest_in_window = now - 23h;
        const auto a = admit(s, gmail, now);
        EXPECT_EQ(a.classes.size(), classes) << left;
        EXPECT_EQ(a.again_at.has_value(), classes == 0);
        EXPECT_EQ(a.again_at.value_or(now + 1h), now + 1h) << "when the oldest leaves the window";
    }
    auto s = fresh();
    s.left_in_window = 1'000'000;
    EXPECT_EQ(admit(s, sending_limits(), now).classes.size(), 3u) << "no limit";
}

TEST(admission, waits_for_its_turn_and_for_the_end_of_a_pause) {
    auto s = fresh();
    s.next_at = now + 1s;
    EXPECT_THAT(admit(s, gmail, now).classes, IsEmpty());
    EXPECT_EQ(admit(s, gmail, now).again_at, now + 1s);
    s.paused_until = now + 1h;
    EXPECT_EQ(admit(s, gmail, now).again_at, now + 1h);
    EXPECT_THAT(admit(s, gmail, now + 1h).classes, ElementsAre(transactional, notice, bulk));
    s.held = true;
    EXPECT_THAT(admit(s, gmail, now + 1h).classes, IsEmpty());
    EXPECT_FALSE(admit(s, gmail, now + 1h).again_at) << "the operator says when";
}

TEST(admission, stops_only_letters_to_many_when_we_are_distrusted) {
    auto s = fresh();
    s.bulk_held = true;
    EXPECT_THAT(admit(s, gmail, now).classes, ElementsAre(transactional, notice));
}

TEST(spacing_between_letters, doubles) {
    EXPECT_EQ(spacing(gmail, 0), 1000ms);
    EXPECT_EQ(spacing(gmail, 3), 8000ms);
    EXPECT_EQ(spacing(gmail, 99), 64000ms);
    EXPECT_EQ(spacing(sending_limits(), 0), 0ms);
    EXPECT_EQ(spacing(sending_limits(), 1), 1000ms) << "a throttled account is slow even without a rate";
}

struct effect {
    verdict said;
    letter_end letter;
    bool letter_failed, departed, suppress, hold_bulk;
    std::int64_t pause_s;  // 0: none
};

class answers : public testing::TestWithParam<effect> {};
TEST_P(answers, have_these_consequences) {
    const auto& e = GetParam();
    auto s = fresh();
    s.oldest_in_window = now - 22h;
    const auto c = consequence_of(e.said, 0, 0s, s, now);
    EXPECT_EQ(c.letter, e.letter);
    EXPECT_EQ(c.letter_failed, e.letter_failed);
    EXPECT_EQ(c.departed, e.departed);
    EXPECT_EQ(c.suppress, e.suppress);
    EXPECT_EQ(c.hold_bulk, e.hold_bulk);
    EXPECT_EQ(c.pause.value_or(0s).count(), e.pause_s);
    EXPECT_EQ(c.slowness, e.said == verdict::throttled ? 1 : 0);
    EXPECT_EQ(c.faults, e.pause_s > 0 ? 1 : 0);
}
INSTANTIATE_TEST_SUITE_P(each, answers,
                         testing::Values(effect{verdict::accepted, letter_end::sent, false, true, false, false, 0},
                                         effect{verdict::temporary, letter_end::again, true, false, false, false, 0},
                                         effect{verdict::unknown, letter_end::again, true, true, false, false, 0},
                                         effect{verdict::unreachable, letter_end::again, false, false, false, false, 15},
                                         effect{verdict::throttled, letter_end::again, false, false, false, false, 900},
                                         effect{verdict::busy_login, letter_end::again, false, false, false, false, 600},
                                         effect{verdict::quota, letter_end::again, false, false, false, false, 7200},
                                         effect{verdict::credentials, letter_end::again, false, false, false, false, 3600},
                                         effect{verdict::setup, letter_end::again, false, false, false, false, 3600},
                                         effect{verdict::policy, letter_end::refused, false, false, false, true, 0},
                                         effect{verdict::bad_address, letter_end::refused, false, false, true, false, 0},
                                         effect{verdict::rejected, letter_end::refused, false, false, false, false, 0}),
                         [](const auto& each) { return std::string(to_string(each.param.said)); });

TEST(letters_that_fail, wait_longer_each_time_and_are_given_up) {
    std::vector<std::int64_t> minutes;
    for (int failures = 0; failures < 6; ++failures)
        minutes.push_back(consequence_of(verdict::temporary, failures, 1h, fresh(), now).again_after.count() / 60);
    EXPECT_THAT(minutes, ElementsAre(1, 5, 15, 60, 60, 60));
    EXPECT_EQ(consequence_of(verdict::temporary, 50, 48h, fresh(), now).letter, letter_end::given_up);
    EXPECT_EQ(consequence_of(verdict::quota, 50, 48h, fresh(), now).letter, letter_end::again) << "not its fault";
}

TEST(accounts_at_fault, pause_longer_each_time_and_hear_one_answer_once) {
    auto s = fresh();
    s.faults = 2;
    EXPECT_EQ(consequence_of(verdict::unreachable, 0, 0s, s, now).pause, 60s);
    s.faults = 8;
    EXPECT_EQ(consequence_of(verdict::unreachable, 0, 0s, s, now).pause, 15min);
    EXPECT_EQ(consequence_of(verdict::throttled, 0, 0s, s, now).pause, 4h);
    EXPECT_EQ(consequence_of(verdict::accepted, 0, 0s, s, now).faults, 0);
    s.paused_until = now + 5min;
    const auto second = consequence_of(verdict::throttled, 0, 0s, s, now);
    EXPECT_FALSE(second.pause);
    EXPECT_EQ(second.faults, 8);
    EXPECT_EQ(second.slowness, 0);
    EXPECT_EQ(consequence_of(verdict::accepted, 0, 0s, s, now).faults, 8) << "had left before the pause began";
}

TEST(accounts_that_were_throttled, go_faster_again_after_an_hour) {
    auto s = fresh();
    s.slowness = 2;
    s.slowed_at = now - 59min;
    EXPECT_EQ(consequence_of(verdict::accepted, 0, 0s, s, now).slowness, 2);
    s.slowed_at = now - 1h;
    const auto c = consequence_of(verdict::accepted, 0, 0s, s, now);
    EXPECT_EQ(c.slowness, 1);
    EXPECT_TRUE(c.slowed);
}

TEST(a_daily_limit_that_we_do_not_know_of, is_waited_out) {
    EXPECT_EQ(consequence_of(verdict::quota, 0, 0s, fresh(), now).pause, 4h) << "we sent nothing: others use the account";
    auto s = fresh();
    s.oldest_in_window = now - 24h + 1min;
    EXPECT_EQ(consequence_of(verdict::quota, 0, 0s, s, now).pause, 1h) << "not every minute";
}

// 20,000 letters to many at 2,000 a day, and every ten minutes one that somebody waits for.
TEST(a_newsletter, never_crosses_the_daily_limit_nor_holds_up_what_matters) {
    const sending_limits limits{2000, 20, 1000ms};
    auto s = fresh();
    std::deque<instant> departures;
    std::int64_t bulk_waiting = 20'000;
    auto clock = now;
    instant next_asked = now;
    std::chrono::seconds longest_wait{0};
    while (bulk_waiting > 0) {
        while (!departures.empty() && departures.front() <= clock - window) departures.pop_front();
        s.left_in_window = std::ssize(departures);
        s.oldest_in_window = departures.empty() ? std::nullopt : std::optional(departures.front());
        ASSERT_LE(s.left_in_window, limits.per_day_max);
        const auto a = admit(s, limits, clock);
        const bool asked = next_asked <= clock;
        const auto wanted = asked ? transactional : bulk;
        const bool may = std::ranges::find(a.classes, wanted) != a.classes.end();
        if (may) {
            departures.push_back(clock);
            s.next_at = clock + spacing(limits, s.slowness);
            if (asked) {
                longest_wait = std::max(longest_wait, std::chrono::duration_cast<std::chrono::seconds>(clock - next_asked));
                next_asked += 10min;
            } else {
                --bulk_waiting;
            }
            continue;
        }
        clock = std::min(asked || a.again_at ? a.again_at.value_or(clock + 1s) : clock + 1min, std::max(next_asked, clock + 1s));
    }
    EXPECT_LE(longest_wait, 1s);
    EXPECT_LT(clock - now, 24h * 20) << "1,200 a day, less what mattered more";
    EXPECT_GT(clock - now, 24h * 16);
}

}  // namespace
}  // namespace gavel::mail
