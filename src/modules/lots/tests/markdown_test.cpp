// What strangers write must come out harmless, and readable.
#include "modules/lots/markdown.hpp"

#include "base/text.hpp"

#include <gtest/gtest.h>

#include <regex>

namespace gavel::lots {
namespace {

TEST(markdown, keeps_what_describes_a_thing) {
    EXPECT_EQ(render_markdown("Монета **1992** року.\n\n- стан *добрий*\n- `UNC`"),
              "<p>Монета <strong>1992</strong> року.</p>\n<ul>\n<li>стан <em>добрий</em></li>\n<li><code>UNC</code></li>\n</ul>\n");
}

TEST(markdown, headings_begin_below_those_of_the_page) {
    EXPECT_EQ(render_markdown("# a\n## b\n###### c"), "<h3>a</h3>\n<h4>b</h4>\n<h6>c</h6>\n");
}

TEST(markdown, links_are_marked_as_foreign) {
    EXPECT_EQ(render_markdown("[see](https://example.org/a?b=1&c=2)"),
              "<p><a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"nofollow noopener ugc\">see</a></p>\n");
    EXPECT_EQ(render_markdown("<https://example.org>"),
              "<p><a href=\"https://example.org\" rel=\"nofollow noopener ugc\">https://example.org</a></p>\n");
}

TEST(markdown, images_go_with_everything_inside_them) {
    EXPECT_EQ(render_markdown("a ![x [y](https://e.org)](https://e.org/i.png) b"), "<p>a  b</p>\n");
    EXPECT_EQ(render_markdown("[![x](https://e.org/i.png)](https://e.org)"), "<p></p>\n");
}

TEST(markdown, code_keeps_no_class) { EXPECT_EQ(render_markdown("```js\" onload=x\na<b\n```"), "<pre><code>a&lt;b\n</code></pre>\n"); }

class hostile : public testing::TestWithParam<const char*> {};

// The only tags and attributes that may come out, whatever went in.
TEST_P(hostile, becomes_only_known_tags) {
    const auto html = render_markdown(GetParam());
    static const std::regex tag(R"re(<[^>]*>?)re");
    static const std::regex known(
        R"re(</?(p|strong|em|code|pre|ul|ol|li|blockquote|h[3-6]|a)>|<(br|hr) />|<ol start="\d+">|<a href="(https?://|mailto:)[^"<>\s]*" rel="nofollow noopener ugc">)re",
        std::regex::icase);
    for (std::sregex_iterator at(html.begin(), html.end(), tag), end; at != end; ++at)
        EXPECT_TRUE(std::regex_match(at->str(), known)) << at->str() << " in " << html;
}

INSTANTIATE_TEST_SUITE_P(
    corpus, hostile,
    testing::Values("<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "<svg/onload=alert(1)>",
                    "<iframe src=javascript:alert(1)>", "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))",
                    "[x](&#106;avascript:alert(1))", "[x](java\tscript:alert(1))", "[x]( javascript:alert(1))",
                    "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:msgbox)", "[x](//evil.example)", "[x](/\\evil.example)",
                    "[x](file:///etc/passwd)", "[x](https://e.org/\"onclick=\"alert(1))", "[x](<https://e.org/\" onclick=\"alert(1)>)",
                    "[x](https://e.org 'a\" onclick=\"b')", "[x](https://e.org/<script>)", "<https://e.org/\"><script>alert(1)</script>>",
                    "<javascript:alert(1)>", "[a]: javascript:alert(1)\n\n[a]", "![x](javascript:alert(1))",
                    "![x](https://e.org/x\" onerror=\"alert(1))", "![<script>](x)", "```<script>\nx\n```", "`<script>alert(1)</script>`",
                    "&lt;script&gt;alert(1)&lt;/script&gt;", "<!-- --><script>alert(1)</script>", "<![CDATA[<script>]]>", "<?php echo 1 ?>",
                    "<a href='x' style='x'>y</a>", "<style>*{display:none}</style>", "<base href=//evil.example>",
                    "<form action=//evil.example>", "</p></div><h1>x", "\\<script>alert(1)</script>", "# <b onmouseover=x>h</b>",
                    "1. <input autofocus onfocus=alert(1)>", "> <details open ontoggle=alert(1)>",
                    "[x](mailto:a@e.org?subject=\"><script>)", "[<img src=x onerror=y>](https://e.org)", "[x](http\n://e.org)",
                    "<div\nonclick=alert(1)>", "a\x01<b\x02>", "<a\x00href=x>", "<x y=\"`><script>\">"));

TEST(markdown, broken_bytes_become_replacement_characters) { EXPECT_TRUE(is_valid_utf8(render_markdown("a \xff\xc0 b"))); }

TEST(markdown, too_deep_is_shown_as_typed) {
    const auto html = render_markdown(std::string(200, '>') + "<b>");
    EXPECT_TRUE(html.starts_with("<p>&gt;&gt;")) << html.substr(0, 40);
    EXPECT_EQ(html.find("<b>"), html.npos);
}

// The largest descriptions of the worst known kinds must neither explode nor hold a thread for long.
TEST(markdown, large_descriptions_stay_bounded) {
    for (const std::string piece : {"[", "![", "*a ", "_a __b ", "<", "`", "> ", "- ", "&amp;", "[a](", "\\", "a](b)", "<!--", "~", "\"",
                                    "[a]: x\n", "# \n", "1. "}) {
        std::string text;
        while (text.size() + piece.size() <= description_max) text += piece;
        EXPECT_LE(render_markdown(text).size(), html_bytes_max) << piece;
    }
}

TEST(description, additions_follow_with_their_moment) {
    const std::vector<addition> additions{{"Знайшов *коробку*.", *parse_instant("2026-11-22T19:30:05Z")}};
    EXPECT_EQ(render_description("Годинник.", additions),
              "<p>Годинник.</p>\n<hr />\n<p><time datetime=\"2026-11-22T19:30:05.000Z\">22.11.2026, 19:30 UTC</time></p>\n"
              "<p>Знайшов <em>коробку</em>.</p>\n");
    EXPECT_EQ(joined_description("Годинник.", additions), "Годинник.\n\n---\n\n22.11.2026, 19:30 UTC\n\nЗнайшов *коробку*.");
}

// An unclosed fence in the description cannot swallow what is added later.
TEST(description, parts_are_rendered_apart) {
    const std::vector<addition> additions{{"ні", *parse_instant("2026-11-22T19:30:05Z")}};
    EXPECT_NE(render_description("```\nкод", additions).find("<p>ні</p>"), std::string::npos);
}

TEST(summary, is_plain_text_on_one_line) {
    EXPECT_EQ(summary_of("# Монета\n\nСтан **добрий**,\nє [фото](https://e.org) ![x](y)<b>.\n\n- раз\n- два"),
              "Монета Стан добрий, є фото . раз два");
    EXPECT_EQ(summary_of("<script>alert(1)</script>"), "");
}

TEST(summary, is_cut_between_words) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "слово ";
    const auto summary = summary_of(text);
    EXPECT_LE(code_points(summary), summary_max);
    EXPECT_TRUE(summary.ends_with("слово…"));
    EXPECT_EQ(code_points(summary_of(std::string(500, 'a'))), summary_max);
}

}  // namespace
}  // namespace gavel::lots
