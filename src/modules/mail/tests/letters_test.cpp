#include "modules/mail/letters.hpp"
#include "modules/mail/options.hpp"
#include "modules/mail/samples.hpp"
#include "platform/smtp/message.hpp"

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

std::vector<std::string_view> names() {
    std::vector<std::string_view> all;
    for (const auto& each : letter_kinds) all.push_back(each.name);
    return all;
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

INSTANTIATE_TEST_SUITE_P(letters, every_letter, testing::ValuesIn(names()), [](const auto& each) { return std::string(each.param); });

TEST(letter, can_carry_a_link_to_what_its_reader_wants_to_read) {
    for (const auto lang : all_languages) {
        letter l("outbid", lang, "olena@example.com");
        l.values = everything(find_template("outbid", lang));
        const auto out = render(l, {"https://auction.example/letters?token=17.outbid.x"});
        EXPECT_NE(out.text.find(":\r\nhttps://auction.example/letters?token=17.outbid.x\r\n"), std::string::npos);
        EXPECT_NE(out.html.find("href=\"https://auction.example/letters?token=17.outbid.x\""), std::string::npos);
        EXPECT_EQ(render(l).html.find("token="), std::string::npos);
    }
}

TEST(letter, lists_one_item_for_each_line) {
    const auto& t = find_template("digest", language::en);
    auto values = everything(t);
    values["items"] = "A <b> spoon\n\nA bell\r\n";
    const auto out = render(t, values, "en");
    EXPECT_NE(out.text.find("- A <b> spoon\r\n- A bell \r\n"), std::string::npos) << out.text;
    EXPECT_NE(out.html.find(">A &lt;b&gt; spoon</td>"), std::string::npos);
    values["items"] = "";
    EXPECT_EQ(render(t, values, "en").html.find("class=\"ink rule\""), std::string::npos);
}

TEST(letter, lists_links) {
    const auto& t = find_template("digest", language::en);
    auto values = everything(t);
    values["items"] = list_line("A spoon\thttps://evil.example\nB", "https://auction.example/lots/7");
    const auto out = render(t, values, "en");
    EXPECT_NE(out.text.find("- A spoon https://evil.example B\r\n  https://auction.example/lots/7\r\n"), std::string::npos) << out.text;
    EXPECT_NE(out.html.find("href=\"https://auction.example/lots/7\""), std::string::npos);
    EXPECT_EQ(out.html.find("href=\"https://evil.example"), std::string::npos) << "a title is no link";
    values["items"] = "A spoon\tjavascript:alert(1)\n";
    EXPECT_THROW(render(t, values, "en"), std::logic_error);
}

TEST(letter, says_what_is_true_for_its_reader) {
    const auto t =
        parse_template("subject: S\n\n?seller Yours.\n\n!seller Not yours.\n\n= Price now: {{price}}\n\n---\n\n[Words]({{url}})\n");
    EXPECT_EQ(variables_of(t), (std::set<std::string>{"seller", "price", "url"}));
    letter_values values{{"seller", ""}, {"price", "€5"}, {"url", "https://auction.example/a"}};
    EXPECT_EQ(render(t, values, "en").text, "Not yours.\r\n\r\nPrice now: €5\r\n\r\n-- \r\nWords:\r\nhttps://auction.example/a\r\n\r\n");
    values["seller"] = "yes";
    values["price"] = "";
    EXPECT_EQ(render(t, values, "en").text, "Yours.\r\n\r\n-- \r\nWords:\r\nhttps://auction.example/a\r\n\r\n");
    values.erase("seller");
    EXPECT_THROW(render(t, values, "en"), std::logic_error);
}

// What a list of letters shows behind the subject.
TEST(letter, begins_with_a_preview_of_what_it_says) {
    const auto& t = find_template("outbid", language::en);
    auto values = everything(t);
    values["price"] = "€5";
    EXPECT_NE(render(t, values, "en").html.find(">Someone has offered more, and you no longer lead. Price now: €5.&#847;"),
              std::string::npos);
}

TEST(letter, can_be_looked_at_before_anybody_gets_it) {
    const postman carrier([] {
        mail::options chosen;
        chosen.site_url = "https://auction.example";
        return chosen;
    }());
    const link_key key(32);
    const auto all = samples(carrier);
    EXPECT_GE(all.size(), letter_kinds.size() * all_languages.size());
    for (const auto& each : all) {
        const auto m = carrier.address(each.content, each.file_name, key);
        EXPECT_LT(m.html.size(), 30'000u) << each.file_name << " would be clipped";
        EXPECT_EQ((m.subject + m.text).find("  -"), std::string::npos) << each.file_name;
        EXPECT_NO_THROW(smtp::compose(m, instant{})) << each.file_name;
    }
}

TEST(letter, has_a_class) {
    EXPECT_EQ(class_of("won"), letter_class::transactional) << "one may not miss what one has to pay";
    EXPECT_EQ(class_of("outbid"), letter_class::notice);
    EXPECT_THROW(class_of("no_such"), std::logic_error);
}

TEST(letter, refuses_a_missing_value) {
    const auto& t = find_template("won", language::uk);
    auto values = everything(t);
    values.erase("price");
    EXPECT_THROW(render(t, values, "uk"), std::logic_error);
}

TEST(letter, leaves_out_a_paragraph_about_what_is_not_known) {
    const auto& t = find_template("frozen", language::en);
    auto values = everything(t);
    values["reason"] = "a forged photo";
    EXPECT_NE(render(t, values, "en").text.find("The reason: a forged photo"), std::string::npos);
    values["reason"] = "";
    const auto out = render(t, values, "en");
    EXPECT_EQ((out.text + out.html).find("The reason"), std::string::npos);
    EXPECT_NE(out.text.find("A moderator has paused"), std::string::npos);
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
