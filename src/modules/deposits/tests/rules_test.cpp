#include "modules/deposits/rules.hpp"

#include "modules/deposits/errors.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace gavel::deposits {
namespace {

constexpr account_id seller{1}, anna{2}, borys{3};

lot_facts open_lot() {
    lot_facts lot;
    lot.lot = lot_id{5};
    lot.seller = seller;
    lot.published = lot.open = true;
    lot.required = 50'00;
    return lot;
}

TEST(deposit_rules, who_may_ask_for_one) {
    struct row {
        const char* what;
        account_id who;
        bool moderates;
        std::function<void(lot_facts&)> change;
        const problem* expected;
    };
    const auto same = [](lot_facts&) {};
    const auto draft = [](lot_facts& l) { l.published = l.open = false; };
    const row table[] = {
        {"the seller", seller, false, same, nullptr},
        {"a moderator", anna, true, same, nullptr},
        {"anybody", anna, false, same, &no_such_lot},
        {"the seller of a draft", seller, false, draft, nullptr},
        {"a moderator of a draft", anna, true, draft, &no_such_lot},
        {"after the first bid", seller, false, [](lot_facts& l) { l.bidders = 1; }, &deposit_too_late},
        {"a moderator after it", anna, true, [](lot_facts& l) { l.bidders = 1; }, &deposit_too_late},
        {"after the end", seller, false, [](lot_facts& l) { l.open = false; }, &deposit_too_late},
    };
    for (const auto& each : table) {
        auto lot = open_lot();
        each.change(lot);
        EXPECT_EQ(why_not_ask(lot, each.who, each.moderates), each.expected) << each.what;
    }
}

TEST(deposit_rules, who_may_make_one) {
    auto lot = open_lot();
    EXPECT_EQ(why_not_make(lot, anna), nullptr);
    EXPECT_EQ(why_not_make(lot, seller), &own_lot);
    lot.required = std::nullopt;
    EXPECT_EQ(why_not_make(lot, anna), &deposit_not_needed);
    lot.open = false;
    EXPECT_EQ(why_not_make(lot, anna), &lot_ended);
    lot.published = false;
    EXPECT_EQ(why_not_make(lot, anna), &no_such_lot);
}

TEST(deposit_rules, what_binds_one) {
    struct row {
        const char* what;
        bool open, stands, sold;
        std::optional<account_id> leader;
        bool free, may_go;
    };
    const row table[] = {
        {"nothing yet", true, false, false, {}, false, true},
        {"a bid that leads", true, true, false, anna, false, false},
        {"a bid that may lead again", true, true, false, borys, false, false},
        {"bids taken back", true, false, false, borys, false, true},
        {"won", false, true, true, anna, false, false},
        {"lost", false, true, true, borys, true, true},
        {"led, but the reserve was not met", false, true, false, anna, true, true},
        {"cancelled", false, true, false, {}, true, true},
    };
    for (const auto& each : table) {
        auto lot = open_lot();
        lot.open = each.open;
        lot.stands = each.stands;
        lot.sold = each.sold;
        lot.leader = each.leader;
        EXPECT_EQ(is_free(lot, anna), each.free) << each.what;
        EXPECT_EQ(why_not_take_back(lot, anna), each.may_go ? nullptr : &deposit_bound) << each.what;
    }
}

TEST(deposit_rules, how_long_it_is_held) {
    options chosen;
    chosen.keep_days = 10;
    auto lot = open_lot();
    lot.hard_ends_at = *parse_instant("2026-12-01T10:00:00Z");
    lot.now = *parse_instant("2026-11-30T10:00:00Z");
    EXPECT_EQ(hold_until(lot, chosen), *parse_instant("2026-12-11T10:00:00Z"));
    lot.now = *parse_instant("2027-01-01T00:00:00Z");
    EXPECT_EQ(hold_until(lot, chosen), *parse_instant("2027-01-11T00:00:00Z")) << "a lot that stands still past its end";
}

}  // namespace
}  // namespace gavel::deposits
