#include "platform/http/form.hpp"
#include "platform/http/json_body.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/request.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gavel::http {
namespace {

form of(std::string_view text) { return form(parse_json(text).value().as_object()); }

// "field:code field:code" of what finish() throws; empty when it does not.
std::string faults(form& f) {
    try {
        f.finish();
        return "";
    } catch (const refusal& e) {
        EXPECT_TRUE(e.why.is(invalid_input));
        std::string text;
        for (const auto& each : e.why.fields().at("errors").as_array()) {
            const auto& entry = each.as_object();
            text +=
                (text.empty() ? "" : " ") + std::string(entry.at("field").as_string()) + ":" + std::string(entry.at("code").as_string());
        }
        return text;
    }
}

TEST(form, takes_what_fits) {
    auto f = of(
        R"({"title":"  Годинник ","text":"a\r\nb","n":5,"price":{"amount":100,"currency":"UAH"},"at":"2026-11-22T19:30:00Z","how":"post","tags":["a"]})");
    EXPECT_EQ(f.required_text("title", 3, 80), "Годинник");
    EXPECT_EQ(f.text("text", 0, 10, true), "a\nb");
    EXPECT_EQ(f.integer("n", 0, 5), 5);
    EXPECT_EQ(f.required_amount("price").amount, 100);
    EXPECT_TRUE(f.moment("at"));
    constexpr std::array<std::string_view, 2> ways{"post", "pickup"};
    EXPECT_EQ(f.choice("how", ways), "post");
    EXPECT_EQ(f.list("tags", 3)->size(), 1u);
    EXPECT_FALSE(f.text("absent", 1, 5));
    EXPECT_EQ(faults(f), "");
}

TEST(form, names_every_fault_at_once) {
    auto f = of(
        R"({"short":"a","long":"aaaaaa","line":"a\nb","zero":"a\u0000b","type":1,"n":7,"frac":1.5,"at":"yesterday","how":"pigeon","more":1})");
    f.text("short", 2, 5);
    f.text("long", 2, 5);
    f.text("line", 1, 5);
    f.text("zero", 1, 5, true);
    f.text("type", 1, 5);
    f.integer("n", 0, 5);
    f.integer("frac", 0, 5);
    f.moment("at");
    constexpr std::array<std::string_view, 1> ways{"post"};
    f.choice("how", ways);
    f.required_secret("password", 8, 100);
    EXPECT_TRUE(f.faulty());
    EXPECT_EQ(faults(f),
              "short:too_short long:too_long line:malformed zero:malformed type:wrong_type n:out_of_range frac:wrong_type at:malformed "
              "how:not_allowed password:required more:not_allowed");
}

TEST(form, reads_money_member_by_member) {
    auto f = of(
        R"({"a":{"amount":0,"currency":"UAH"},"b":{"currency":"uah"},"c":{"amount":"5"},"d":{"amount":5,"currency":"UAH","x":1},"e":5,"f":null})");
    for (const auto* name : {"a", "b", "c", "d", "e"}) f.amount(name);
    f.required_amount("f");
    EXPECT_EQ(faults(f),
              "a.amount:out_of_range b.amount:required b.currency:malformed c.amount:wrong_type c.currency:required d.x:not_allowed "
              "e:wrong_type f:required");
}

TEST(form, keeps_secrets_as_they_are) {
    auto f = of(R"({"p":"  pass word  "})");
    EXPECT_EQ(f.required_secret("p", 8, 100), "  pass word  ");
    EXPECT_EQ(faults(f), "");
}

TEST(json_body, names_where_it_went_wrong) {
    const auto field = [](std::string_view text) {
        const auto parsed = parse_json(text);
        EXPECT_FALSE(parsed) << text;
        if (const auto* errors = parsed.error().fields().if_contains("errors")) return std::string(errors->at(0).at("field").as_string());
        return std::string(parsed.error().fields().at("field").as_string());
    };
    EXPECT_EQ(field(R"({"a":{"b":[1,{"c":9223372036854775808}]}})"), "a.b.c");
    EXPECT_EQ(field(R"({"a":-9223372036854775809})"), "a");
    EXPECT_EQ(field(R"({"a":{"b":1,"b":2}})"), "a.b");
    EXPECT_EQ(field(R"({"a":1}x)"), "body");
    EXPECT_EQ(field("{\"a\":\"\\ud800\"}"), "body");
    EXPECT_TRUE(parse_json(R"({"a":9223372036854775807,"b":-9223372036854775808,"c":[[],{}],"d":"\u0456","e":1.5})"));
    EXPECT_EQ(parse_json(R"({"c":[[],{}],"d":"і"})").value(), boost::json::parse(R"({"c":[[],{}],"d":"і"})"));
}

}  // namespace
}  // namespace gavel::http
