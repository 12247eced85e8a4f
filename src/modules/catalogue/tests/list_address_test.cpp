#include "modules/catalogue/list_address.hpp"

#include <gtest/gtest.h>

namespace gavel::catalogue {
namespace {

std::string canonical(std::vector<std::pair<std::string, std::string>> queries) {
    http::request r;
    r.queries = std::move(queries);
    return query_text(list_pairs(r));
}

TEST(list_address, leaves_defaults_out) { EXPECT_EQ(canonical({{"state", "running"}, {"sort", "ending"}, {"q", " "}, {"utm", "x"}}), ""); }

TEST(list_address, has_the_contract_s_order_and_spelling) {
    EXPECT_EQ(canonical({{"sort", "bids"},
                         {"cursor", "b5.7"},
                         {"condition", "good,new,shiny"},
                         {"q", " срібна монета "},
                         {"min_price", "00100"},
                         {"category", "coins"},
                         {"state", "ended"},
                         {"seller", "7"},
                         {"max_price", "500"}}),
              "?q=%D1%81%D1%80%D1%96%D0%B1%D0%BD%D0%B0+%D0%BC%D0%BE%D0%BD%D0%B5%D1%82%D0%B0&category=coins&state=ended&condition=new%2Cgood"
              "&min_price=100&max_price=500&seller=7&sort=bids&cursor=b5.7");
}

TEST(list_address, drops_what_is_not_understood) {
    EXPECT_EQ(
        canonical({{"category", "A B"}, {"state", "draft"}, {"sort", "best"}, {"seller", "0"}, {"min_price", "x"}, {"condition", ",,"}}),
        "");
    EXPECT_EQ(canonical({{"q", "a"}, {"q", "b"}}), "");
}

}  // namespace
}  // namespace gavel::catalogue
