// The payload of a job of news: what is written is read back, and what is malformed fails loudly.
#include "modules/news/event.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <exception>
#include <string>

namespace gavel::news {
namespace {

std::vector<event> read(const std::string& one) { return read_events(boost::json::parse(R"({"events": [)" + one + "]}").as_object()); }

TEST(event, is_read_as_it_was_written) {
    std::vector<event> events(2);
    events[0].kind = kind::unsold;
    events[0].account = account_id{7};
    events[0].lot = lot_id{9};
    events[0].seq = 3;
    events[1] = events[0];
    events[1].kind = kind::withdrawn_by_bidder;
    events[1].price = money{12345, currency::parse("USD").value()};
    events[1].max = money{20000, currency::parse("USD").value()};
    events[1].ends_at = parse_instant("2026-11-25T12:00:00.250Z");
    events[1].reason = "wrong_amount";
    events[1].audit_head = "00ff";
    events.push_back(events[1]);
    events[2].kind = kind::search_hit;
    events[2].found = {7, "Spoons", "q=spoon", {{lot_id{9}, "A spoon", money{12345, currency::parse("USD").value()}}}, 6};
    events.push_back(events[0]);
    events[3].kind = kind::order_shipped;
    events[3].order = 42;
    events[3].reason = "20450912345678";
    const auto text = boost::json::serialize(payload_of(events));
    EXPECT_EQ(read_events(boost::json::parse(text).as_object()), events);
    EXPECT_EQ(boost::json::serialize(payload_of(std::span(events).first(1))),
              R"({"events":[{"event":"unsold","account":"7","lot":"9","seq":3,"price":null}]})");
}

TEST(event, of_another_shape_fails_loudly) {
    const std::string good = R"({"event":"won","account":"7","lot":"9","price":5,"currency":"UAH","seq":3})";
    EXPECT_EQ(read(good).size(), 1u);
    EXPECT_TRUE(read("").empty());
    for (const auto* bad : {R"({"event":"poked","account":"7","lot":"9","price":null,"currency":"UAH","seq":3})",
                            R"({"event":"won","account":"x","lot":"9","price":null,"currency":"UAH","seq":3})",
                            R"({"event":"won","account":"7","lot":"9","price":5,"currency":"uah","seq":3})",
                            R"({"event":"won","account":"7","lot":"9","price":5,"seq":3})",
                            R"({"event":"resumed","account":"7","lot":"9","price":null,"seq":3,"ends_at":"noon"})", "{}"})
        EXPECT_THROW(read(bad), std::exception) << bad;
    EXPECT_THROW(read_events({}), std::exception);
}

}  // namespace
}  // namespace gavel::news
