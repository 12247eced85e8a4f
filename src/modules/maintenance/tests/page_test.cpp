// The page says what the notice says, in the visitor's language, and lets in no other markup or script.
#include "modules/maintenance/page.hpp"
#include "modules/maintenance/http.hpp"
#include "platform/http/content_policy.hpp"

#include <gmock/gmock.h>

namespace gavel::maintenance {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string header(const http::reply& r, std::string_view name) {
    for (const auto& [key, value] : r.headers)
        if (key == name) return value;
    return {};
}

notice told() {
    notice n;
    n.until = parse_instant("2026-11-30T06:00:00Z");
    n.messages = {"<b>Нова база</b>", "A new database", ""};
    return n;
}

TEST(page, speaks_three_languages) {
    const auto uk = page(told(), language::uk), en = page(told(), language::en), ru = page(told(), language::ru);
    EXPECT_THAT(uk.body, HasSubstr("<html lang=\"uk\""));
    EXPECT_THAT(uk.body, HasSubstr("Оновлюємо аукціон"));
    EXPECT_THAT(uk.body, HasSubstr("&lt;b&gt;Нова база"));
    EXPECT_THAT(en.body, HasSubstr("<time datetime=\"2026-11-30T06:00:00.000Z\">06:00 UTC</time>"));
    EXPECT_THAT(en.body, HasSubstr("A new database"));
    EXPECT_THAT(ru.body, HasSubstr("Обновляем аукцион"));
    EXPECT_THAT(ru.body, Not(HasSubstr("class=\"message\"")));
    EXPECT_THAT(page(notice{}, language::en).body, HasSubstr("Very soon"));
    EXPECT_EQ(uk.status, 503);
}

TEST(page, allows_exactly_its_own_style_and_script) {
    const auto r = page(told(), language::en);
    const auto scripts = http::inline_scripts(r.body);
    ASSERT_EQ(scripts.size(), 1u);
    const auto policy = header(r, "Content-Security-Policy");
    EXPECT_THAT(policy, HasSubstr("script-src " + http::script_hash(scripts[0])));
    const auto from = r.body.find("<style>") + 7;
    EXPECT_THAT(policy, HasSubstr("style-src " + http::script_hash(std::string_view(r.body).substr(from, r.body.find("</style>") - from))));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    EXPECT_LT(r.body.size(), 12'000u);
}

TEST(page, its_tag_changes_with_what_it_says) {
    auto later = told();
    later.until = *later.until + std::chrono::minutes(1);
    EXPECT_EQ(header(page(told(), language::en), "ETag"), header(page(told(), language::en), "ETag"));
    EXPECT_NE(header(page(told(), language::en), "ETag"), header(page(later, language::en), "ETag"));
    EXPECT_NE(header(page(told(), language::en), "ETag"), header(page(told(), language::uk), "ETag"));
}

TEST(answer, is_a_page_for_people_and_a_problem_for_programs) {
    http::request r;
    r.lang = language::en;
    const auto now = *parse_instant("2026-11-30T05:58:30Z");
    const auto at = [&](std::string path) {
        r.path = std::move(path);
        return answer(r, told(), now);
    };
    for (const auto* path : {"/", "/lots/5", "/apiary", "/russia", "/en"}) EXPECT_THAT(at(path).body, HasSubstr("We are updating")) << path;
    EXPECT_THAT(at("/ru/lots").body, HasSubstr("Обновляем аукцион"));
    for (const auto* path : {"/api", "/api/v1/lots"}) {
        const auto said = at(path);
        EXPECT_EQ(said.status, 503);
        EXPECT_EQ(said.content_type, "application/problem+json");
        EXPECT_THAT(said.body, HasSubstr(R"("code":"maintenance")"));
        EXPECT_THAT(said.body, HasSubstr(R"("until":"2026-11-30T06:00:00.000Z")"));
        EXPECT_THAT(said.body, HasSubstr(R"("detail":"A new database")"));
        EXPECT_EQ(header(said, "Retry-After"), "90");
        EXPECT_EQ(header(said, "Cache-Control"), "no-store");
    }
    EXPECT_EQ(header(at("/"), "Retry-After"), "90");
    EXPECT_EQ(header(at("/"), "Cache-Control"), "no-store");
}

}  // namespace
}  // namespace gavel::maintenance
