#include "modules/mail/markdown.hpp"

#include <gtest/gtest.h>

#include <regex>
#include <string>

namespace gavel::mail {
namespace {

// Without the styles, which every tag has.
std::string bare(const std::string& html) { return std::regex_replace(html, std::regex(" style=\"[^\"]*\""), ""); }

struct forms_case {
    const char *source, *html, *text;
};

TEST(markdown_letter, has_both_forms) {
    const forms_case cases[] = {
        {"Hello\nworld", "<p>Hello\nworld</p>\n", "Hello\r\nworld\r\n\r\n"},
        {"# One\n\nTwo *three* **four** `x<y`", "<h2>One</h2>\n<p>Two <em>three</em> <strong>four</strong> <code>x&lt;y</code></p>\n",
         "One\r\n\r\nTwo three four x<y\r\n\r\n"},
        {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n", "- a\r\n- b\r\n\r\n"},
        {"3. a\n4. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n", "3. a\r\n4. b\r\n\r\n"},
        {"- a\n  - b", "<ul>\n<li>a<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>\n", "- a\r\n  - b\r\n\r\n"},
        {"> quoted\n> twice", "<blockquote><p>quoted\ntwice</p>\n</blockquote>\n", "> quoted\r\n> twice\r\n\r\n"},
        {"[here](https://a.example/?x=1&y=2)", "<p><a href=\"https://a.example/?x=1&amp;y=2\">here</a></p>\n",
         "here (https://a.example/?x=1&y=2)\r\n\r\n"},
        {"<https://a.example>", "<p><a href=\"https://a.example\">https://a.example</a></p>\n", "https://a.example\r\n\r\n"},
        {"a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n", "a\r\n\r\n* * *\r\n\r\nb\r\n\r\n"},
        {"    code <x>\n    more", "<pre>code &lt;x&gt;\nmore</pre>\n", "code <x>\r\nmore\r\n\r\n"},
        {"line  \nbreak", "<p>line<br>\nbreak</p>\n", "line\r\nbreak\r\n\r\n"},
        {"[bad](javascript:alert(1)) ![picture](https://a.example/x.png) <b>raw</b>", "<p>bad  raw</p>\n", "bad  raw\r\n\r\n"},
        {"<script>x</script>", "", ""},
        {"", "", ""},
    };
    for (const auto& c : cases) {
        const auto forms = render_markdown(c.source);
        EXPECT_EQ(bare(forms.html), c.html) << c.source;
        EXPECT_EQ(forms.text, c.text) << c.source;
    }
}

TEST(markdown_letter, stays_plain_when_it_is_too_deep) {
    const std::string deep = std::string(200, '>') + " far down";
    const auto forms = render_markdown(deep);
    EXPECT_EQ(forms.html.find("<blockquote"), std::string::npos);
    EXPECT_NE(forms.html.find("far down"), std::string::npos);
    EXPECT_NE(forms.text.find("far down"), std::string::npos);
}

}  // namespace
}  // namespace gavel::mail
