#include "platform/observe/log.hpp"

#include <gtest/gtest.h>
#include <boost/json/parse.hpp>

#include <limits>
#include <string>
#include <vector>

using namespace gavel;

namespace {

struct log_lines : testing::Test {
    std::vector<std::string> lines;

    log_lines() {
        log::redirect([this](std::string_view l) { lines.emplace_back(l); });
    }
    ~log_lines() override {
        log::redirect({});
        log::set_level(log::level::info);
    }
    boost::json::object only() {
        EXPECT_EQ(lines.size(), 1u);
        return boost::json::parse(lines.at(0)).as_object();
    }
};

}  // namespace

TEST_F(log_lines, hold_the_event_and_its_fields_with_their_types) {
    log::info("bidding.placed", "lot", 9, "ms", 1.5, "automatic", true, "state", "running", "who", std::string("bidder"));
    const auto line = only();
    EXPECT_EQ(line.at("level"), "info");
    EXPECT_EQ(line.at("event"), "bidding.placed");
    EXPECT_EQ(line.at("lot"), 9);
    EXPECT_EQ(line.at("ms"), 1.5);
    EXPECT_EQ(line.at("automatic"), true);
    EXPECT_EQ(line.at("state"), "running");
    EXPECT_EQ(line.at("who"), "bidder");
    EXPECT_EQ(line.at("time").as_string().size(), std::string("2026-11-22T19:30:00.000Z").size());
}

TEST_F(log_lines, stay_one_json_object_whatever_is_in_them) {
    log::error("http.failed", "error", std::string("a\"b\\c\nd\r\t\x01\x7f end"), "name", "Лот №1");
    EXPECT_EQ(lines.at(0).find('\n'), std::string::npos);
    const auto line = only();
    EXPECT_EQ(line.at("error"), "a\"b\\c\nd\r\t\x01\x7f end");
    EXPECT_EQ(line.at("name"), "Лот №1");
}

TEST_F(log_lines, replace_bytes_that_are_not_utf8) {
    log::info("http.refused", "target", std::string("/\xff\xfe"));
    EXPECT_EQ(only().at("target"), "/??");
}

TEST_F(log_lines, cut_long_texts_on_a_character_border) {
    std::string text = "x";
    while (text.size() < 2 * log::text_bytes_max) text += "щ";
    log::info("http.refused", "target", text);
    const std::string kept(only().at("target").as_string());
    EXPECT_LE(kept.size(), log::text_bytes_max);
    EXPECT_GE(kept.size(), log::text_bytes_max - 4);
    EXPECT_EQ(kept.find('?'), std::string::npos);
}

TEST_F(log_lines, write_numbers_json_knows) {
    log::info("x", "inf", std::numeric_limits<double>::infinity(), "min", std::numeric_limits<std::int64_t>::min());
    const auto line = only();
    EXPECT_TRUE(line.at("inf").is_null());
    EXPECT_EQ(line.at("min"), std::numeric_limits<std::int64_t>::min());
}

TEST_F(log_lines, below_the_level_are_not_written) {
    log::debug("quiet");
    EXPECT_TRUE(lines.empty());
    log::set_level(log::level::debug);
    log::debug("heard");
    EXPECT_EQ(only().at("level"), "debug");
}
