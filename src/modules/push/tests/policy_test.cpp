// What each answer of a push service changes, as a table.
#include "modules/push/policy.hpp"
#include "modules/push/messages.hpp"
#include "modules/push/options.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gavel::push {
namespace {

using namespace std::chrono_literals;
using seconds = std::chrono::seconds;

TEST(push_answer, means_one_thing) {
    for (const int each : {200, 201, 202, 204}) EXPECT_EQ(outcome_of(each), outcome::delivered) << each;
    for (const int each : {404, 410}) EXPECT_EQ(outcome_of(each), outcome::gone) << each;
    for (const int each : {0, 408, 425, 500, 502, 503, 504}) EXPECT_EQ(outcome_of(each), outcome::unavailable) << each;
    for (const int each : {301, 302, 307, 400, 401, 403, 405, 406, 422}) EXPECT_EQ(outcome_of(each), outcome::refused) << each;
    EXPECT_EQ(outcome_of(429), outcome::throttled);
    EXPECT_EQ(outcome_of(413), outcome::too_large);
}

struct effect_case {
    outcome what;
    std::optional<seconds> asked;
    history before;
    bool done, ends;
    int failures;
    seconds wait;
};

TEST(push_answer, has_its_consequences) {
    const seconds recent = 24h, silent = silence_max;
    const std::vector<effect_case> all{
        {outcome::delivered, std::nullopt, {7, recent}, true, false, 0, 0s},
        {outcome::gone, std::nullopt, {0, recent}, false, true, 0, 0s},
        {outcome::too_large, std::nullopt, {3, recent}, true, false, 3, 0s},
        {outcome::throttled, std::nullopt, {0, recent}, false, false, 0, 15s},
        {outcome::throttled, 120s, {0, recent}, false, false, 0, 120s},
        {outcome::throttled, 0s, {0, recent}, false, false, 0, 1s},
        {outcome::throttled, 90000s, {0, recent}, false, false, 0, 3600s},
        {outcome::throttled, std::nullopt, {4, recent}, false, false, 4, 120s},
        {outcome::unavailable, std::nullopt, {0, recent}, false, false, 1, 15s},
        {outcome::unavailable, std::nullopt, {1, recent}, false, false, 2, 30s},
        {outcome::unavailable, 5s, {1, recent}, false, false, 2, 5s},
        {outcome::unavailable, std::nullopt, {50, recent}, false, false, 51, 3600s},
        {outcome::unavailable, std::nullopt, {failures_max - 1, silent}, false, true, failures_max, 3600s},
        {outcome::unavailable, std::nullopt, {failures_max - 2, silent}, false, false, failures_max - 1, 3600s},
        {outcome::unavailable, std::nullopt, {failures_max - 1, silent - 1s}, false, false, failures_max, 3600s},
        {outcome::throttled, std::nullopt, {failures_max - 1, silent}, false, false, failures_max - 1, 3600s},
        {outcome::refused, std::nullopt, {0, recent}, true, false, 1, 15s},
        {outcome::refused, std::nullopt, {failures_max - 1, silent}, true, true, failures_max, 3600s},
    };
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& each = all[i];
        const auto c = consequence_of(each.what, each.asked, each.before);
        EXPECT_EQ(c.message_done, each.done) << i;
        EXPECT_EQ(c.subscription_ends, each.ends) << i;
        EXPECT_EQ(c.failures, each.failures) << i;
        EXPECT_EQ(c.wait, each.wait) << i;
    }
}

TEST(push_answer, may_ask_for_time_in_seconds) {
    EXPECT_EQ(parse_retry_after("120"), 120s);
    EXPECT_EQ(parse_retry_after("0"), 0s);
    for (const auto* each : {"", "-1", "1.5", "soon", "99999999999", "Wed, 21 Oct 2026 07:28:00 GMT"})
        EXPECT_EQ(parse_retry_after(each), std::nullopt) << each;
}

TEST(push_payload, is_small_whatever_is_said) {
    message m(account_id{1});
    m.title = "You have been outbid";
    m.body = "Brass bell";
    m.url = "/en/lots/7";
    m.topic = "lot-7";
    EXPECT_EQ(boost::json::parse(payload_of(m)),
              boost::json::parse(R"({"title":"You have been outbid","body":"Brass bell","url":"/en/lots/7","tag":"lot-7"})"));
    m.body.clear();
    for (int i = 0; i < 1000; ++i) m.body += "\"\U0001F514";
    m.title = m.body;
    EXPECT_LE(payload_of(m).size(), webpush::payload_bytes_max);
    const auto shown = boost::json::parse(payload_of(m)).at("body").as_string();
    EXPECT_TRUE(std::string_view(shown).ends_with("…"));
}

TEST(push_contact, is_what_was_set_or_the_site_or_who_writes_its_letters) {
    options chosen;
    EXPECT_EQ(chosen.contact("https://auction.example", "mail@auction.example"), "https://auction.example");
    EXPECT_EQ(chosen.contact("http://localhost:8080", "mail@auction.example"), "mailto:mail@auction.example");
    chosen.subject = "mailto:me@auction.example";
    EXPECT_EQ(chosen.contact("https://auction.example", "mail@auction.example"), "mailto:me@auction.example");
}

}  // namespace
}  // namespace gavel::push
