#include "platform/http/router.hpp"

#include <gtest/gtest.h>

namespace gavel::http {
namespace {

awaitable<reply> nothing(request&) { co_return reply(); }

class router_finds : public ::testing::Test {
protected:
    router_finds() {
        for (const auto* pattern :
             {"/", "/api/v1/lots", "/api/v1/lots/{id}", "/api/v1/lots/{id}/bids", "/api/v1/lots/mine", "/{lang}/lots"})
            routes.add(method::get, pattern, {}, nothing);
        routes.add(method::post, "/api/v1/lots/{id}/bids", {}, nothing);
        routes.add(method::del, "/api/v1/sessions/{id}", {}, nothing);
    }
    std::string find(method m, std::string_view path) {
        const auto match = routes.find(m, path, params);
        return match.found ? match.found->pattern : "405 " + match.allow;
    }
    router routes;
    path_parameters params;
};

TEST_F(router_finds, literals_before_parameters) {
    EXPECT_EQ(find(method::get, "/"), "/");
    EXPECT_EQ(find(method::get, "/api/v1/lots"), "/api/v1/lots");
    EXPECT_EQ(find(method::get, "/api/v1/lots/mine"), "/api/v1/lots/mine");
    EXPECT_TRUE(params.empty());
    EXPECT_EQ(find(method::get, "/api/v1/lots/12"), "/api/v1/lots/{id}");
    ASSERT_EQ(params.size(), 1u);
    EXPECT_EQ(params[0].first, "id");
    EXPECT_EQ(params[0].second, "12");
    EXPECT_EQ(find(method::get, "/api/v1/lots/mine/bids"), "/api/v1/lots/{id}/bids");
    EXPECT_EQ(find(method::get, "/api/lots"), "/{lang}/lots");
}

TEST_F(router_finds, head_where_get_is) { EXPECT_EQ(find(method::head, "/api/v1/lots"), "/api/v1/lots"); }

TEST_F(router_finds, what_else_a_path_allows) {
    EXPECT_EQ(find(method::put, "/api/v1/lots/1/bids"), "405 GET, HEAD, POST");
    EXPECT_EQ(find(method::get, "/api/v1/sessions/1"), "405 DELETE");
}

TEST_F(router_finds, nothing_at_unknown_paths) {
    for (const auto* path : {"", "lots", "/api", "/api/v1/lots/", "/api/v1/lots//bids", "/api/v1/lots/1/bids/", "//"})
        EXPECT_EQ(find(method::get, path), "405 ") << path;
}

TEST_F(router_finds, mistakes_at_start) {
    EXPECT_THROW(routes.add(method::get, "/api/v1/lots/{other}", {}, nothing), std::logic_error);
    EXPECT_THROW(routes.add(method::get, "lots", {}, nothing), std::logic_error);
    EXPECT_THROW(routes.add(method::get, "/lots/{id", {}, nothing), std::logic_error);
}

}  // namespace
}  // namespace gavel::http
