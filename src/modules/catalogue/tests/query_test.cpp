#include "modules/catalogue/query.hpp"

#include "platform/http/problems.hpp"

#include <gtest/gtest.h>
#include <boost/json/array.hpp>

namespace gavel::catalogue {
namespace {

http::request with(std::vector<std::pair<std::string, std::string>> queries) {
    http::request r;
    r.queries = std::move(queries);
    return r;
}

std::vector<std::string> fields_refused(const http::request& r) {
    try {
        read_list_query(r);
    } catch (const http::refusal& refused) {
        EXPECT_TRUE(refused.why.is(http::invalid_input));
        std::vector<std::string> fields;
        for (const auto& each : refused.why.fields().at("errors").as_array()) fields.emplace_back(each.at("field").as_string());
        return fields;
    }
    return {};
}

TEST(list_query, has_defaults) {
    const auto q = read_list_query(with({}));
    EXPECT_EQ(q.state, list_state::running);
    EXPECT_EQ(q.sort, list_sort::ending);
    EXPECT_EQ(q.limit, limit_default);
    EXPECT_FALSE(q.words || q.category || q.conditions || q.min_price || q.max_price || q.seller || q.after);
}

TEST(list_query, reads_everything) {
    const auto q = read_list_query(with({{"q", "монета"},
                                         {"category", "coins-ukraine"},
                                         {"state", "ended"},
                                         {"condition", "new,good"},
                                         {"min_price", "100"},
                                         {"max_price", "5000"},
                                         {"seller", "7"},
                                         {"sort", "price_desc"},
                                         {"limit", "100"},
                                         {"cursor", "d5.7"}}));
    EXPECT_EQ(q.words, "'монет':*");
    EXPECT_EQ(q.category, "coins-ukraine");
    EXPECT_EQ(q.state, list_state::ended);
    EXPECT_EQ(q.conditions, (std::vector<std::string>{"new", "good"}));
    EXPECT_EQ(q.min_price, 100);
    EXPECT_EQ(q.max_price, 5000);
    EXPECT_EQ(q.seller, account_id{7});
    EXPECT_EQ(q.sort, list_sort::price_desc);
    EXPECT_EQ(q.limit, 100);
    EXPECT_EQ(q.after, (position{5, 7}));
}

TEST(list_query, names_every_fault_at_once) {
    EXPECT_EQ(
        fields_refused(with({{"q", std::string(101, 'x')},
                             {"category", "Coins"},
                             {"state", "draft"},
                             {"condition", "new,shiny"},
                             {"min_price", "-1"},
                             {"max_price", "1e3"},
                             {"seller", "me"},
                             {"sort", "best"},
                             {"limit", "101"},
                             {"cursor", "e"}})),
        (std::vector<std::string>{"q", "category", "state", "condition", "min_price", "max_price", "seller", "sort", "cursor", "limit"}));
}

TEST(list_query, empty_and_unknown_parameters_mean_nothing) {
    EXPECT_TRUE(fields_refused(with({{"q", ""}, {"condition", ""}, {"limit", ""}, {"cursor", ""}, {"utm_source", "x"}})).empty());
}

TEST(list_query, numbers_beyond_every_bound_are_refused) {
    for (const char* number : {"99999999999999999999999", "100000000000001", "0x10", " 5", "5 ", "+5", "٥"})
        EXPECT_EQ(fields_refused(with({{"max_price", number}})), std::vector<std::string>{"max_price"}) << number;
}

TEST(list_query, a_cursor_belongs_to_its_order) {
    const auto cursor = write_cursor('e', {5, 7});
    EXPECT_TRUE(fields_refused(with({{"cursor", cursor}})).empty());
    EXPECT_EQ(fields_refused(with({{"cursor", cursor}, {"sort", "newest"}})), std::vector<std::string>{"cursor"});
    EXPECT_EQ(fields_refused(with({{"cursor", cursor}, {"state", "ended"}})), std::vector<std::string>{"cursor"});
}

TEST(own_query, takes_only_its_own_filter) {
    const auto q = read_own_query(with({{"state", "draft"}}), "state", own_state_names, 'o');
    EXPECT_EQ(q.only, "draft");
    EXPECT_THROW(read_own_query(with({{"state", "leading"}}), "state", own_state_names, 'o'), http::refusal);
    EXPECT_EQ(read_own_query(with({{"state", "draft"}}), {}, {}, 'w').only, std::nullopt);
}

}  // namespace
}  // namespace gavel::catalogue
