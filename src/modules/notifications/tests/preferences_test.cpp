// What is wanted, when it is quiet, and how a letter leaves then.
#include "modules/notifications/preferences.hpp"
#include "modules/notifications/digest.hpp"
#include "modules/notifications/unsubscribe_page.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gavel::notifications {
namespace {

using namespace std::chrono_literals;
using news::kind;

TEST(quiet, lasts_until_its_end_also_past_midnight) {
    struct row {
        int from, to, minute;
        std::int64_t left;
    };
    for (const auto& [from, to, minute, left] :
         {row{1320, 480, 1319, 0}, row{1320, 480, 1320, 600}, row{1320, 480, 0, 480}, row{1320, 480, 479, 1}, row{1320, 480, 480, 0},
          row{60, 120, 59, 0}, row{60, 120, 60, 60}, row{60, 120, 119, 1}, row{60, 120, 120, 0}, row{0, 1439, 700, 739}})
        EXPECT_EQ(quiet_left(quiet_hours{from, to}, minute).count(), left) << from << " " << to << " " << minute;
    EXPECT_EQ(quiet_left(std::nullopt, 0), 0min);
}

TEST(letters_about_events, leave_as_their_reader_wants) {
    preferences p;
    EXPECT_EQ(letter_after(p, kind::outbid, 0), 0s) << "nobody has chosen anything";
    p.quiet = quiet_hours{1320, 480};
    EXPECT_EQ(letter_after(p, kind::outbid, 0), 8h);
    EXPECT_EQ(letter_after(p, kind::won, 0), 0s) << "what one has to pay waits for nobody's sleep";
    p.digest = digest::daily;
    EXPECT_EQ(letter_after(p, kind::outbid, 600), std::nullopt);
    EXPECT_EQ(letter_after(p, kind::won, 600), 0s);
    p = preferences();
    p.choose(kind::outbid, channel::mail, false);
    p.choose(kind::won, channel::mail, false);
    EXPECT_EQ(letter_after(p, kind::outbid, 600), std::nullopt);
    EXPECT_EQ(letter_after(p, kind::won, 600), 0s);
}

TEST(messages_to_devices, leave_as_their_reader_wants) {
    preferences p;
    EXPECT_EQ(push_after(p, kind::outbid, 0), 0s) << "nobody has chosen anything";
    EXPECT_EQ(push_after(p, kind::won, 0), 0s);
    EXPECT_EQ(push_after(p, kind::lost, 0), std::nullopt);
    p.quiet = quiet_hours{1320, 480};
    p.digest = digest::daily;
    EXPECT_EQ(push_after(p, kind::outbid, 0), 8h) << "a digest changes nothing";
    EXPECT_EQ(push_after(p, kind::won, 0), 8h) << "a phone is quiet whatever it is about";
    EXPECT_EQ(push_after(p, kind::won, 600), 0s);
    p.choose(kind::outbid, channel::push, false);
    p.choose(kind::lost, channel::push, true);
    EXPECT_EQ(push_after(p, kind::outbid, 600), std::nullopt);
    EXPECT_EQ(push_after(p, kind::lost, 600), 0s);
}

TEST(minutes, are_read_and_written) {
    EXPECT_EQ(parse_minute("00:00"), 0);
    EXPECT_EQ(parse_minute("23:59"), 1439);
    for (const auto* bad : {"", "24:00", "12:60", "1:00", "12-00", "12:0x", "-1:00", "012:00"}) EXPECT_FALSE(parse_minute(bad)) << bad;
    EXPECT_EQ(minute_text(485), "08:05");
}

TEST(digest_lines, differ_for_every_kind_and_language) {
    std::set<std::string> all;
    digest_item item;
    item.lot_title = "Bell";
    item.price = money{12500'00, {}};
    for (const auto lang : all_languages) {
        for (std::size_t i = 0; i < news::kind_names.size(); ++i) {
            item.kind = static_cast<kind>(i);
            all.insert(std::string(to_string(lang)) + digest_line(item, lang));
        }
    }
    EXPECT_EQ(all.size(), all_languages.size() * news::kind_names.size());
    item.kind = kind::outbid;
    EXPECT_EQ(digest_line(item, language::en), "Bell: you have been outbid, ₴12,500");
}

TEST(unsubscribe_page, asks_answers_and_holds_no_script) {
    for (const auto lang : all_languages) {
        const auto ask = unsubscribe_page(unsubscribe_step::ask, lang);
        EXPECT_NE(ask.body.find("<form method=\"post\">"), std::string::npos);
        const auto done = unsubscribe_page(unsubscribe_step::done, lang);
        EXPECT_EQ(done.body.find("<form"), std::string::npos);
        EXPECT_EQ(unsubscribe_page(unsubscribe_step::unknown, lang).status, 404);
        EXPECT_EQ((ask.body + done.body).find("<script"), std::string::npos);
        EXPECT_NE(ask.body.find("lang=\"" + std::string(to_string(lang))), std::string::npos);
    }
}

}  // namespace
}  // namespace gavel::notifications
