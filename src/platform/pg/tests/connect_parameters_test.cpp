// What libpq is told when it connects.
#include "platform/pg/connect_parameters.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <gmock/gmock.h>

#include <algorithm>
#include <stdexcept>

namespace gavel::pg {
namespace {

using testing::HasSubstr;

std::string value(const connect_parameters& parameters, std::string_view key) {
    const auto at = std::ranges::find(parameters, key, [](const auto& each) { return std::string_view(each.first); });
    return at == parameters.end() ? "(absent)" : at->second;
}

connect_parameters looked_up(const std::string& url) {
    boost::asio::io_context io;
    connect_parameters answer;
    const auto work = [&]() -> boost::asio::awaitable<void> { answer = co_await with_addresses(parse_url(url)); };
    std::exception_ptr failure;
    boost::asio::co_spawn(io, work(), [&](std::exception_ptr e) { failure = e; });
    io.run();
    if (failure) std::rethrow_exception(failure);
    return answer;
}

TEST(connect_parameters, session_settings_join_the_operators_own) {
    EXPECT_THAT(value(parse_url("postgresql:///x"), "options"), HasSubstr("-c timezone=UTC"));
    const auto both = value(parse_url("postgresql:///x?options=-c%20work_mem%3D8MB"), "options");
    EXPECT_THAT(both, HasSubstr("work_mem=8MB"));
    EXPECT_THAT(both, HasSubstr("-c datestyle=ISO"));
}

TEST(connect_parameters, a_bad_url_is_a_sentence_without_the_password) {
    try {
        parse_url("postgresql://me:hunter2@db/x?nosuch=1");
        FAIL();
    } catch (const std::invalid_argument& e) {
        EXPECT_THAT(e.what(), HasSubstr("nosuch"));
        EXPECT_THAT(e.what(), testing::Not(HasSubstr("hunter2")));
    }
}

TEST(connect_parameters, a_name_gets_its_addresses_and_keeps_its_name) {
    const auto found = looked_up("postgresql://localhost/x");
    EXPECT_THAT(value(found, "host"), HasSubstr("localhost"));
    EXPECT_THAT(value(found, "hostaddr"), testing::AnyOf(HasSubstr("127.0.0.1"), HasSubstr("::1")));
    EXPECT_EQ(std::ranges::count(value(found, "host"), ','), std::ranges::count(value(found, "hostaddr"), ','));
}

TEST(connect_parameters, what_needs_no_look_up_is_left_alone) {
    EXPECT_EQ(value(looked_up("postgresql:///x?host=/run/postgresql"), "hostaddr"), "(absent)");
    EXPECT_EQ(value(looked_up("postgresql://a,b/x"), "host"), "a,b");
    EXPECT_EQ(value(looked_up("host=db hostaddr=10.0.0.1"), "host"), "db");
    EXPECT_THROW(looked_up("postgresql://no-such-host.invalid/x"), boost::system::system_error);
}

}  // namespace
}  // namespace gavel::pg
