#include "modules/mail/letters.hpp"
#include "modules/mail/options.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace gavel::mail {
namespace {

letter_values everything(const letter_template& t) {
    letter_values values;
    for (const auto& name : variables_of(t))
        values[name] = name.ends_with("url") || name == "link" ? "https://auction.example/x?a=1&b=2" : "<" + name + ">";
    return values;
}

class every_letter : public testing::TestWithParam<std::string_view> {};

TEST_P(every_letter, is_complete_in_three_languages) {
    const auto expected = variables_of(find_template(GetParam(), default_language));
    for (const auto lang : all_languages) {
        const auto& t = find_template(GetParam(), lang);
        EXPECT_EQ(variables_of(t), expected) << to_string(lang);
        const auto out = render(t, everything(t), to_string(lang));
        EXPECT_EQ((out.subject + out.text + out.html).find("{{"), std::string::npos);
        EXPECT_NE(out.text.find("https://auction.example/x?a=1&b=2\r\n"), std::string::npos) << "the text form names its link";
        EXPECT_NE(out.html.find("href=\"https://auction.example/x?a=1&amp;b=2\""), std::string::npos);
        EXPECT_NE(out.html.find("lang=\"" + std::string(to_string(lang)) + "\""), std::string::npos);
    }
}

TEST_P(every_letter, says_something_different_in_each_language) {
    const auto small_print = [](language lang) { return find_template(GetParam(), lang).blocks.back().text; };
    EXPECT_NE(small_print(language::uk), small_print(language::en));
    EXPECT_NE(small_print(language::uk), small_print(language::ru));
}

INSTANTIATE_TEST_SUITE_P(letters, every_letter, testing::ValuesIn(letter_names), [](const auto& each) { return std::string(each.param); });

TEST(letter, refuses_a_missing_value) {
    const auto& t = find_template("won", language::uk);
    auto values = everything(t);
    values.erase("price");
    EXPECT_THROW(render(t, values, "uk"), std::logic_error);
}

TEST(letter, refuses_a_link_that_is_no_page) {
    const auto& t = find_template("won", language::uk);
    auto values = everything(t);
    values["lot_url"] = "javascript:alert(1)";
    EXPECT_THROW(render(t, values, "uk"), std::logic_error);
}

TEST(letter, does_not_let_a_title_become_markup_or_a_header) {
    const auto& t = find_template("outbid", language::en);
    auto values = everything(t);
    values["lot_title"] = "<script>x</script>\r\nBcc: a@b.c {{price}}";
    const auto out = render(t, values, "en");
    EXPECT_EQ(out.html.find("<script>"), std::string::npos);
    EXPECT_EQ(out.subject.find('\n'), std::string::npos);
    EXPECT_NE(out.subject.find("{{price}}"), std::string::npos) << "values are not looked through for variables";
}

TEST(sender, is_a_name_and_an_address) {
    const auto parsed = parse_sender("Gavel Auctions <mail@auction.example>");
    EXPECT_EQ(parsed.name, "Gavel Auctions");
    EXPECT_EQ(parsed.address, "mail@auction.example");
    EXPECT_EQ(parse_sender("mail@auction.example").address, "mail@auction.example");
    for (const auto* bad : {"", "Gavel", "Gavel <>", "a b@c", "Gavel <x@y", "<@y>", "<x@>"})
        EXPECT_THROW(parse_sender(bad), std::invalid_argument) << bad;
}

}  // namespace
}  // namespace gavel::mail
