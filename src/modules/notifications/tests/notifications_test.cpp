#include "modules/notifications/worker.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <exception>

namespace gavel::notifications {
namespace {

event read(const char* text) { return read_event(boost::json::parse(text).as_object()); }

TEST(event, is_read_from_its_job) {
    const auto e = read(R"({"event":"outbid","account":"7","lot":"9","price":12345,"currency":"UAH","seq":3})");
    EXPECT_EQ(e.kind, "outbid");
    EXPECT_EQ(e.account.value, 7);
    EXPECT_EQ(e.lot.value, 9);
    EXPECT_EQ(e.price->amount, 12345);
    EXPECT_EQ(e.seq, 3);
    EXPECT_FALSE(read(R"({"event":"unsold","account":"7","lot":"9","price":null,"currency":"UAH","seq":0})").price);
}

TEST(event, of_another_shape_fails_loudly) {
    EXPECT_THROW(read(R"({"event":"poked","account":"7","lot":"9","price":null,"currency":"UAH","seq":3})"), std::exception);
    EXPECT_THROW(read(R"({"event":"won","account":"x","lot":"9","price":null,"currency":"UAH","seq":3})"), std::exception);
    EXPECT_THROW(read(R"({"event":"won","account":"7","lot":"9","price":5,"currency":"uah","seq":3})"), std::exception);
    EXPECT_THROW(read("{}"), std::exception);
}

}  // namespace
}  // namespace gavel::notifications
