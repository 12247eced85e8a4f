// What a device shows of each kind of news.
#include "modules/notifications/push_words.hpp"

#include <gtest/gtest.h>

namespace gavel::notifications {
namespace {

TEST(push_words, say_every_kind_in_every_language) {
    for (std::size_t i = 0; i < news::kind_names.size(); ++i) {
        news::event e;
        e.kind = static_cast<news::kind>(i);
        e.lot = lot_id{7};
        e.account = account_id{5};
        for (const auto lang : all_languages) {
            const auto m = push_about(e, "Brass bell", "", lang);
            EXPECT_FALSE(m.title.empty()) << news::kind_names[i] << ' ' << to_string(lang);
            EXPECT_EQ(m.body, "Brass bell");
            EXPECT_EQ(m.name, news::kind_names[i]);
            EXPECT_GE(m.keep_for, std::chrono::hours(1));
        }
    }
}

TEST(push_words, name_the_lot_and_its_price) {
    news::event e;
    e.kind = news::kind::outbid;
    e.account = account_id{5};
    e.lot = lot_id{7};
    e.price = money{12500'00, {}};
    const auto m = push_about(e, "Brass bell", "", language::en);
    EXPECT_EQ(m.account, account_id{5});
    EXPECT_EQ(m.title, "You have been outbid");
    EXPECT_EQ(m.body, "Brass bell · " + format_money(*e.price, "en"));
    EXPECT_EQ(m.url, "/en/lots/7");
    EXPECT_EQ(m.topic, "lot-7");
    EXPECT_EQ(m.urgency, webpush::urgency::high);
    EXPECT_EQ(push_about(e, "Дзвін", "", language::uk).url, "/lots/7");
    e.order = 42;
    EXPECT_EQ(push_about(e, "Дзвін", "", language::ru).url, "/ru/orders/42");
    EXPECT_EQ(push_about(e, "Дзвін", "", language::ru).topic, "order-42");
    e.order = 0;
    e.kind = news::kind::extended;
    EXPECT_EQ(m.worth_until, std::nullopt);
    e.ends_at = instant(std::chrono::hours(1));
    const auto moved = push_about(e, "Дзвін", "25.11.2026 18:00", language::uk);
    EXPECT_EQ(moved.body, "Дзвін · 25.11.2026 18:00");
    EXPECT_EQ(moved.worth_until, e.ends_at) << "no news after that";
}

}  // namespace
}  // namespace gavel::notifications
