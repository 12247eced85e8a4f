// Heads of pages: complete, in the page's language, and never broken by what sellers write.
#include "modules/catalogue/head.hpp"

#include "modules/catalogue/addresses.hpp"
#include "modules/catalogue/page_texts.hpp"
#include "modules/catalogue/shell_html.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

kept_lot running_lot(std::string title = "Монета 1992") {
    kept_lot lot;
    lot.title = std::move(title);
    lot.summary = "Стан добрий";
    lot.category = "coins-ukraine";
    lot.condition = "good";
    lot.state = lots::lot_state::running;
    lot.price = {1'250'000, currency{}};
    lot.bids = 3;
    lot.starts_at = *parse_instant("2026-11-20T19:30:00Z");
    lot.ends_at = *parse_instant("2026-11-22T19:30:00Z");
    return lot;
}

TEST(addresses, carry_the_language_in_front) {
    EXPECT_EQ(path_in(language::uk, "/lots"), "/lots");
    EXPECT_EQ(path_in(language::en, "/lots"), "/en/lots");
    EXPECT_EQ(path_in(language::ru, "/"), "/ru");
    const std::vector<std::tuple<std::string, language, std::string>> table{{"/", language::uk, "/"},
                                                                            {"/en", language::en, "/"},
                                                                            {"/en/", language::en, "/"},
                                                                            {"/ru/lots/7", language::ru, "/lots/7"},
                                                                            {"/lots/", language::uk, "/lots"},
                                                                            {"/energy", language::uk, "/energy"},
                                                                            {"/uk/lots", language::uk, "/uk/lots"}};
    for (const auto& [path, lang, rest] : table) {
        const auto found = read_page_address(path);
        EXPECT_EQ(found.lang, lang) << path;
        EXPECT_EQ(found.path, rest) << path;
    }
}

TEST(head, names_the_page_in_every_language) {
    head_facts facts;
    facts.lang = language::en;
    facts.origin = "https://gavel.example";
    facts.path = "/lots/7";
    facts.title = "A & B";
    facts.description = "x";
    const auto html = head_html(facts);
    for (const char* part :
         {"<title>A &amp; B</title>", R"(<meta name="description" content="x">)",
          R"(<link rel="canonical" href="https://gavel.example/en/lots/7">)",
          R"(<link rel="alternate" hreflang="uk" href="https://gavel.example/lots/7">)",
          R"(<link rel="alternate" hreflang="en" href="https://gavel.example/en/lots/7">)",
          R"(<link rel="alternate" hreflang="ru" href="https://gavel.example/ru/lots/7">)",
          R"(<link rel="alternate" hreflang="x-default" href="https://gavel.example/lots/7">)",
          R"(<meta property="og:url" content="https://gavel.example/en/lots/7">)", R"(<meta property="og:locale" content="en_GB">)"})
        EXPECT_THAT(html, HasSubstr(part));
}

TEST(head, a_personal_page_is_not_indexed) {
    head_facts facts;
    facts.title = "x";
    facts.indexed = false;
    const auto html = head_html(facts);
    EXPECT_THAT(html, HasSubstr(R"(<meta name="robots" content="noindex">)"));
    EXPECT_THAT(html, Not(HasSubstr("canonical")));
}

TEST(head, fetches_the_leading_photo_in_the_width_that_its_place_takes) {
    head_facts facts;
    facts.title = "x";
    facts.image = picture{"/m/a/640.jpg", 640, 480, "", "/m/a/320.avif 320w, /m/a/640.avif 640w", "/m/a/640.webp 640w", 100};
    EXPECT_THAT(head_html(facts), Not(HasSubstr("preload"))) << "a picture for those who share the page costs its visitors nothing";
    facts.image_leads = true;
    EXPECT_THAT(
        head_html(facts),
        HasSubstr(R"(imagesrcset="/m/a/320.avif 320w, /m/a/640.avif 640w" imagesizes="(max-width: 1023px) calc(100vw - 2.5rem), 660px">)"));
    facts.image->filled = 56;
    EXPECT_THAT(head_html(facts),
                HasSubstr(R"words(imagesizes="(max-width: 1023px) calc(calc(100vw - 2.5rem) * 0.56), calc(660px * 0.56)">)words"));
}

TEST(lot_shell, shows_the_photo_before_the_program_runs) {
    auto lot = running_lot();
    EXPECT_THAT(lot_shell(lot, language::uk), Not(HasSubstr("<img")));
    lot.pictures = {{"/m/a/640.jpg", 640, 480, "\"Аверс\"", "/m/a/640.avif 640w", "/m/a/640.webp 640w", 100}, {}};
    EXPECT_THAT(
        lot_shell(lot, language::uk),
        HasSubstr(
            R"words(<main id="gavel-shell"><div class="photo"><picture>)words"
            R"words(<source type="image/avif" srcset="/m/a/640.avif 640w" sizes="(max-width: 1023px) calc(100vw - 2.5rem), 660px">)words"
            R"words(<source type="image/webp" srcset="/m/a/640.webp 640w" sizes="(max-width: 1023px) calc(100vw - 2.5rem), 660px">)words"
            R"words(<img src="/m/a/640.jpg" width="640" height="480" alt="&quot;Аверс&quot;" fetchpriority="high"></picture></div><h1>)words"));
}

TEST(head, what_sellers_write_stays_text) {
    const std::string hostile = "</title></script><script>alert(1)</script><!--\"'\u2028&amp;";
    auto lot = running_lot(hostile);
    lot.summary = hostile;
    head_facts facts;
    facts.origin = "https://gavel.example/\"><script>";
    facts.title = lot_title(lot, language::uk);
    facts.description = lot_description(lot, language::uk);
    facts.data.push_back(lot_data(facts.origin, language::uk, lot_id{7}, lot));
    facts.data.push_back(crumb_data(facts.origin, language::uk, {{hostile, "/lots"}}));
    const auto html = head_html(facts) + lot_shell(lot, language::uk);
    EXPECT_THAT(html, Not(HasSubstr("<script>")));
    EXPECT_THAT(html, Not(HasSubstr("<!--")));
    std::size_t titles = 0;
    for (auto at = html.find("</title>"); at != html.npos; at = html.find("</title>", at + 1)) ++titles;
    EXPECT_EQ(titles, 1u);
}

TEST(script_json, means_the_same_and_ends_nothing) {
    const json::value v{{"a", "</script><!-- &\u2028\u2029 ї"}};
    const auto text = script_json(v);
    EXPECT_EQ(text.find_first_of("<>&"), text.npos);
    EXPECT_EQ(text.find("\u2028"), text.npos);
    EXPECT_EQ(json::parse(text), v);
}

TEST(lot_data, is_a_product_with_an_offer) {
    const auto data = lot_data("https://gavel.example", language::en, lot_id{7}, running_lot());
    EXPECT_EQ(data.at("@type"), "Product");
    EXPECT_EQ(data.at("name"), "Монета 1992");
    const auto& offer = data.at("offers");
    EXPECT_EQ(offer.at("price"), "12500.00");
    EXPECT_EQ(offer.at("priceCurrency"), "UAH");
    EXPECT_EQ(offer.at("availability"), "https://schema.org/InStock");
    EXPECT_EQ(offer.at("url"), "https://gavel.example/en/lots/7");
    EXPECT_EQ(offer.at("availabilityEnds"), "2026-11-22T19:30:00.000Z");
}

TEST(crumbs, are_numbered_from_one) {
    const auto data = crumb_data("https://gavel.example", language::ru, {{"Gavel", "/"}, {"Лоты", "/lots"}});
    const auto& items = data.at("itemListElement").as_array();
    EXPECT_EQ(items.at(0).at("position").to_number<int>(), 1);
    EXPECT_EQ(items.at(1).at("item"), "https://gavel.example/ru/lots");
}

TEST(lot_texts, say_the_state) {
    auto lot = running_lot();
    EXPECT_EQ(lot_title(lot, language::en), "₴12,500 — Монета 1992");
    EXPECT_EQ(lot_description(lot, language::en), "Price now: ₴12,500. Ends: 22.11.2026, 19:30 UTC. Стан добрий");
    lot.state = lots::lot_state::scheduled;
    lot.bids = 0;
    EXPECT_EQ(lot_title(lot, language::uk), "Незабаром — Монета 1992");
    EXPECT_EQ(lot_description(lot, language::en), "Start price: ₴12,500. Starts: 20.11.2026, 19:30 UTC. Стан добрий");
    lot.state = lots::lot_state::ended_sold;
    EXPECT_EQ(lot_title(lot, language::en), "Sold for ₴12,500 — Монета 1992");
    lot.state = lots::lot_state::ended_unsold;
    EXPECT_EQ(lot_title(lot, language::ru), "Не продано — Монета 1992");
}

TEST(page_texts, know_the_application_s_pages_and_no_others) {
    for (const char* path :
         {"/sign-in", "/sign-up", "/confirm", "/forgot-password", "/reset-password", "/letters", "/sell", "/sell/7", "/my/bids", "/my/lots",
          "/my/watched", "/my/notifications", "/my/searches", "/my/settings", "/my/blocked", "/moderation", "/how-it-works"})
        EXPECT_NE(find_page(path), nullptr) << path;
    for (const char* path : {"", "/nothing", "/sell/", "/sell/7/8", "/my", "/my/bids/7", "/wp-admin"})
        EXPECT_EQ(find_page(path), nullptr) << path;
}

TEST(card_links, name_each_lot_once) {
    const auto cards = json::parse(R"([{"id":"7","title":"a<b","price":null,"start_price":{"amount":10000,"currency":"UAH"}},
                                       {"id":"7","title":"a<b","price":null,"start_price":null},
                                       {"id":"8","title":"c","price":{"amount":20000,"currency":"UAH"},"start_price":null}])");
    const std::vector<const json::array*> lists{&cards.as_array()};
    EXPECT_EQ(card_links(lists, language::en, 10),
              "<ul><li><a href=\"/en/lots/7\">a&lt;b</a> ₴100</li><li><a href=\"/en/lots/8\">c</a> ₴200</li></ul>");
    EXPECT_EQ(card_links({}, language::en, 10), "");
}

}  // namespace
}  // namespace gavel::catalogue
