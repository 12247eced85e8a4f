// What the notice's file may say, and what follows from it.
#include "modules/maintenance/notice.hpp"

#include <gmock/gmock.h>

#include <chrono>

namespace gavel::maintenance {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(notice, is_read) {
    const auto full = read_notice(R"({"until": "2026-11-30T08:00:00+02:00", "message": {"uk": " Б ", "en": "B", "ru": null}})");
    ASSERT_TRUE(full) << full.error();
    EXPECT_EQ(format_instant(*full->until), "2026-11-30T06:00:00.000Z");
    EXPECT_EQ(full->message(language::uk), "Б");
    EXPECT_EQ(full->message(language::en), "B");
    EXPECT_EQ(full->message(language::ru), "");
    const auto same = read_notice(R"({"message": "One for all"})");
    ASSERT_TRUE(same);
    EXPECT_FALSE(same->until);
    for (const auto l : all_languages) EXPECT_EQ(same->message(l), "One for all");
    for (const auto* nothing : {"", " \n", "{}", R"({"until": null, "message": null})"}) {
        const auto n = read_notice(nothing);
        ASSERT_TRUE(n) << nothing;
        EXPECT_FALSE(n->until);
    }
}

TEST(notice, what_is_wrong_is_said) {
    const std::pair<std::string, const char*> cases[] = {
        {"{", "not a JSON object"},
        {"[]", "not a JSON object"},
        {R"({"until": 5})", "a time such as"},
        {R"({"until": "tomorrow"})", "a time such as"},
        {R"({"message": 5})", "a message is text"},
        {R"({"message": {"de": "x"}})", "not de"},
        {R"({"message": {"uk": []}})", "a message is text"},
        {R"({"untill": null})", "not untill"},
        {R"({"message": ")" + std::string(1001, 'x') + "\"}", "at most 1000 characters"},
        {std::string(20'000, ' '), "more than 16384 bytes"},
    };
    for (const auto& [text, sentence] : cases) {
        const auto n = read_notice(text);
        ASSERT_FALSE(n) << text.substr(0, 50);
        EXPECT_THAT(n.error(), HasSubstr(sentence));
    }
}

TEST(retry_after, is_what_is_left_within_bounds) {
    const instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}};
    notice n;
    EXPECT_EQ(retry_after_s(n, now), 30);
    const std::pair<std::chrono::milliseconds, std::int64_t> cases[] = {{-1h, 5},  {0s, 5},     {5s, 5},  {5001ms, 6},
                                                                        {90s, 90}, {600s, 600}, {3h, 600}};
    for (const auto& [left, seconds] : cases) {
        n.until = now + left;
        EXPECT_EQ(retry_after_s(n, now), seconds) << left.count();
    }
}

}  // namespace
}  // namespace gavel::maintenance
