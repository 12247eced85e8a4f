// When promotions last and what may be given back, in tables.
#include "modules/services/rules.hpp"
#include "modules/services/titles.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace gavel::services {
namespace {

using lots::lot_state;
using std::chrono::days;

const instant noon = parse_instant("2026-12-01T12:00:00Z").value();

TEST(period_test, begins_when_it_can_be_seen) {
    struct {
        const char* what;
        int starts_d;
        std::optional<int> earlier_d;
        int begins_d;
    } const table[] = {
        {"a running lot", -1, {}, 0},       {"a lot that is to come", 2, {}, 2}, {"one that was promoted before", -1, -1, 0},
        {"one that is promoted", -1, 3, 3}, {"to come and promoted", 2, 9, 9},   {"ends at this moment", -1, 0, 0},
    };
    for (const auto& t : table) {
        const auto p = period_of(7, noon, noon + days(t.starts_d), t.earlier_d ? std::optional(noon + days(*t.earlier_d)) : std::nullopt);
        EXPECT_EQ(p.begins_at, noon + days(t.begins_d)) << t.what;
        EXPECT_EQ(p.expires_at, noon + days(t.begins_d + 7)) << t.what;
    }
}

TEST(begun_with_lot_test, moves_what_was_paid_for_with_the_lot) {
    const auto paid = [](std::int64_t id, std::string service, int begins_d) {
        purchase p;
        p.id = purchase_id{id};
        p.service = std::move(service);
        p.state = purchase_state::paid;
        p.begins_at = noon + days(begins_d);
        p.expires_at = *p.begins_at + days(find_offer(p.service)->days);
        return p;
    };
    const std::vector<purchase> bought{paid(2, "top", 9), paid(1, "top", 2), paid(3, "bold", 2)};
    struct {
        const char* what;
        int starts_d;
        std::string moved;  // "id begins", in the order in which it is written
    } const table[] = {
        {"later: the last first", 5, "3 5, 2 12, 1 5"},
        {"earlier: the first first", 0, "3 0, 1 0, 2 7"},
        {"at the same time", 2, ""},
    };
    for (const auto& t : table) {
        std::string moved;
        for (const auto& each : begun_with_lot(bought, noon + days(t.starts_d))) {
            if (!moved.empty()) moved += ", ";
            moved += each.of.text() + " " + std::to_string(std::chrono::duration_cast<days>(each.lasts.begins_at - noon).count());
            EXPECT_EQ(each.lasts.expires_at - each.lasts.begins_at, days(each.of == purchase_id{3} ? 14 : 7)) << t.what;
        }
        EXPECT_EQ(moved, t.moved) << t.what;
    }
    EXPECT_TRUE(begun_with_lot({}, noon).empty());
}

TEST(offer_test, names_are_known_and_called_something_in_every_language) {
    for (const auto& each : offers) {
        EXPECT_EQ(find_offer(each.name), &each);
        EXPECT_EQ(each.sort == sort::promotion, each.days > 0);
        EXPECT_EQ(each.sort == sort::package, each.listings > 0);
        for (const auto l : all_languages) EXPECT_FALSE(title_of(each.name, {}, l).empty());
    }
    EXPECT_EQ(find_offer("gold"), nullptr);
    EXPECT_EQ(title_of("top", "Монета", language::uk), "Перше місце в категорії: Монета");
}

purchase promotion(purchase_state state, int begins_d, std::optional<lot_state> lot) {
    purchase p;
    p.service = "top";
    p.state = state;
    p.lot = lot ? std::optional(lot_id{1}) : std::nullopt;
    p.lot_state = lot;
    p.pay_until = noon + days(1);
    if (state == purchase_state::paid) {
        p.begins_at = noon + days(begins_d);
        p.expires_at = noon + days(begins_d + 7);
    }
    return p;
}

TEST(purchase_test, is_seen_and_given_back_as_the_table_says) {
    struct {
        const char* what;
        purchase p;
        purchase_state seen;
        bool active, refundable, returnable;
    } const table[] = {
        {"due", promotion(purchase_state::due, 0, lot_state::running), purchase_state::due, false, false, true},
        {"in effect", promotion(purchase_state::paid, 0, lot_state::running), purchase_state::paid, true, false, false},
        {"frozen lot", promotion(purchase_state::paid, -1, lot_state::frozen), purchase_state::paid, true, false, false},
        {"last moment is over", promotion(purchase_state::paid, -7, lot_state::running), purchase_state::paid, false, false, false},
        {"not begun", promotion(purchase_state::paid, 1, lot_state::scheduled), purchase_state::paid, false, true, true},
        {"second one waits", promotion(purchase_state::paid, 3, lot_state::running), purchase_state::paid, false, true, true},
        {"lot cancelled", promotion(purchase_state::paid, -2, lot_state::cancelled), purchase_state::paid, false, true, true},
        {"cancelled later", promotion(purchase_state::paid, -8, lot_state::cancelled), purchase_state::paid, false, false, false},
        {"taken back", promotion(purchase_state::paid, -2, lot_state::draft), purchase_state::paid, false, true, true},
        {"taken back long ago", promotion(purchase_state::paid, -20, lot_state::draft), purchase_state::paid, false, true, true},
        {"lot deleted", promotion(purchase_state::paid, -2, std::nullopt), purchase_state::paid, false, true, true},
        {"lot sold", promotion(purchase_state::paid, -2, lot_state::ended_sold), purchase_state::paid, false, false, false},
        {"cancelled purchase", promotion(purchase_state::cancelled, 0, lot_state::running), purchase_state::cancelled, false, false, false},
        {"refunded", promotion(purchase_state::refunded, 0, lot_state::running), purchase_state::refunded, false, false, false},
    };
    for (const auto& t : table) {
        EXPECT_EQ(seen_state(t.p, noon), t.seen) << t.what;
        EXPECT_EQ(is_active(t.p, noon), t.active) << t.what;
        EXPECT_EQ(is_refundable(t.p, noon), t.refundable) << t.what;
        EXPECT_EQ(is_returnable(t.p, noon), t.returnable) << t.what;
    }
    auto late = promotion(purchase_state::due, 0, lot_state::running);
    late.pay_until = noon;
    EXPECT_EQ(seen_state(late, noon), purchase_state::lapsed);
    EXPECT_FALSE(is_returnable(late, noon));
}

TEST(purchase_test, a_package_is_given_back_whole_or_not_at_all) {
    purchase p;
    p.service = "listings_10";
    p.state = purchase_state::paid;
    p.listings = 10;
    EXPECT_TRUE(is_refundable(p, noon));
    EXPECT_FALSE(is_active(p, noon));
    p.listings_used = 1;
    EXPECT_FALSE(is_refundable(p, noon));
}

TEST(lot_test, is_promoted_while_it_is_open) {
    for (const auto s : {lot_state::scheduled, lot_state::running, lot_state::frozen}) EXPECT_TRUE(may_be_promoted(s));
    for (const auto s : {lot_state::draft, lot_state::ended_sold, lot_state::ended_unsold, lot_state::cancelled})
        EXPECT_FALSE(may_be_promoted(s));
}

}  // namespace
}  // namespace gavel::services
