// A seller, drafts and a service on a real database. The auction's side is a stand-in; bidding tests the real one.
#pragma once
#include "modules/lots/errors.hpp"
#include "modules/lots/forms.hpp"
#include "modules/lots/service.hpp"
#include "platform/http/problems.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>
#include <boost/json/parse.hpp>

#include <map>

namespace gavel::lots::test {

class auction_stand_in : public publication_listener {
public:
    awaitable<void> published(pg::transaction&, published_lot lot) override {
        if (fails) throw std::runtime_error("the auction cannot begin");
        news.push_back(lot);
        states[lot.lot] = lot.starts_at > lot.now ? lot_state::scheduled : lot_state::running;
        co_return;
    }
    awaitable<bool> withdrawn(pg::transaction&, lot_id lot) override {
        if (states[lot] != lot_state::scheduled) co_return false;
        states.erase(lot);
        co_return true;
    }
    awaitable<lot_state> state_of(pg::transaction&, lot_id lot) override { co_return states.at(lot); }
    awaitable<bool> may_relist(pg::transaction&, lot_id lot) override {
        co_return states.at(lot) == lot_state::ended_unsold || states.at(lot) == lot_state::cancelled;
    }
    awaitable<result<editable_lot>> begin_edit(pg::transaction&, lot_id lot) override {
        if (states[lot] != lot_state::running || has_bids) co_return refuse(not_editable);
        const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
        co_return editable_lot{now, news.back().ends_at};
    }
    awaitable<void> edited(pg::transaction&, published_lot lot, std::vector<std::string> fields) override {
        news.push_back(lot);
        edits.push_back(std::move(fields));
        co_return;
    }
    step_bounds bounds_of_step(money start_price) const override { return {start_price.amount / 40, start_price.amount / 2}; }

    std::vector<published_lot> news;
    std::map<lot_id, lot_state> states;
    std::vector<std::vector<std::string>> edits;
    bool fails = false, has_bids = false;
};

constexpr const char* complete_form = R"({"title": "Монета 1992 року", "description": "Стан *добрий*.", "category_id": "coins-ukraine",
    "condition": "good", "location": "Київ", "shipping": [{"method": "pickup"}, {"method": "courier", "cost": {"amount": 9000, "currency": "UAH"}}],
    "start_price": {"amount": 10000, "currency": "UAH"}, "reserve_price": {"amount": 50000, "currency": "UAH"}, "duration_s": 3600})";

class lots_pgtest : public gavel::test::pg_test {
protected:
    lots_pgtest() {
        seller = make_account("seller");
        other = make_account("other");
        lots.on_change([this](lot_id id) { announced.push_back(id); });
    }

    account_id make_account(std::string_view name) {
        db.execute(fmt::format(
            "insert into accounts (email, password_hash, display_name, language) values ('{0}@example.org', 'x', '{0}', 'uk')", name));
        return *account_id::parse(db.scalar("select max(id) from accounts"));
    }
    static edit form(std::string_view text) { return read_edit(boost::json::parse(text).as_object()); }
    own_lot draft(std::string_view text = complete_form) { return run(lots.create(seller, form(text), soon())).value(); }
    result<own_lot> patch(lot_id id, std::string_view text) { return run(lots.change(seller, id, form(text), soon())); }
    lot_id running_lot() {
        const auto id = draft().lot.id;
        EXPECT_TRUE(run(lots.publish(seller, id, soon())));
        return id;
    }
    std::string scheduled_form() const {
        const auto starts_at =
            std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now() + std::chrono::hours(24));
        return fmt::format(R"({{"starts_at": "{}"}})", format_instant(starts_at));
    }

    auction_stand_in auction;
    lots::options settings;
    service lots{pool, auction, settings};
    account_id seller, other;
    std::vector<lot_id> announced;
};

}  // namespace gavel::lots::test
