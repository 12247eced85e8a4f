// What of a request body becomes an edit, and what is refused by name.
#include "modules/lots/forms.hpp"

#include "platform/http/problems.hpp"
#include "platform/http/request.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

namespace gavel::lots {
namespace {

edit read(std::string_view text) { return read_edit(boost::json::parse(text).as_object()); }

std::vector<std::string> refused(std::string_view text) {
    try {
        (void)read(text);
    } catch (const http::refusal& why) {
        EXPECT_TRUE(why.why.is(http::invalid_input));
        std::vector<std::string> fields;
        for (const auto& each : why.why.fields().at("errors").as_array()) fields.emplace_back(each.at("field").as_string());
        return fields;
    }
    return {};
}

TEST(edit_form, tells_absent_from_cleared_from_set) {
    const auto e = read(R"({"title": " Монета 1992 ", "location": null, "shipping": []})");
    EXPECT_EQ(e.title.value, "Монета 1992");
    EXPECT_TRUE(e.location.given);
    EXPECT_EQ(e.location.value, std::nullopt);
    EXPECT_FALSE(e.description.given);
    EXPECT_TRUE(e.shipping.given);
    EXPECT_TRUE(e.shipping.value.value().empty());
    EXPECT_FALSE(read("{}").changes_content());
    EXPECT_FALSE(read(R"({"description_addition": "Ще"})").changes_content());
}

TEST(edit_form, names_every_fault) {
    EXPECT_EQ(refused(R"({"title": "abcd"})"), std::vector<std::string>{"title"});
    EXPECT_EQ(refused(R"({"condition": "shiny"})"), std::vector<std::string>{"condition"});
    EXPECT_EQ(refused(R"({"duration_s": 59})"), std::vector<std::string>{"duration_s"});
    EXPECT_EQ(refused(R"({"start_price": {"amount": 0, "currency": "UAH"}})"), std::vector<std::string>{"start_price.amount"});
    EXPECT_EQ(refused(R"({"start_price": {"amount": 1.5, "currency": "UAH"}})"), std::vector<std::string>{"start_price.amount"});
    EXPECT_EQ(refused(R"({"ends_at": "tomorrow"})"), std::vector<std::string>{"ends_at"});
    EXPECT_EQ(refused(R"({"seller_id": "1"})"), std::vector<std::string>{"seller_id"});
    EXPECT_EQ(refused(R"({"title": 5, "location": []})").size(), 2u);
    for (const char* shipping :
         {R"([{"method": "pigeon"}])", R"([{}])", R"(["pickup"])", R"([{"method": "pickup", "cost": {"amount": -1, "currency": "UAH"}}])",
          R"([{"method": "pickup", "weight": 3}])", R"([null])"})
        EXPECT_EQ(refused(std::string(R"({"shipping": )") + shipping + "}"), std::vector<std::string>{"shipping"}) << shipping;
}

TEST(seller_view, has_every_member_of_the_contract) {
    own_lot own;
    own.lot.id = lot_id{7};
    const auto json = to_json(own);
    for (const char* name :
         {"id", "state", "title", "description", "category_id", "condition", "location", "shipping", "start_price", "reserve_price",
          "buy_now_price", "step", "starts_at", "duration_s", "ends_at", "missing", "relist_of", "created_at", "updated_at"})
        EXPECT_TRUE(json.contains(name)) << name;
    EXPECT_EQ(json.size(), 19u);
}

}  // namespace
}  // namespace gavel::lots
