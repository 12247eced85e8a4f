// A database with lots in any state, made by plain SQL so that lists can be compared with a naive model.
#pragma once
#include "base/time.hpp"
#include "modules/lots/model.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::test {

struct made_lot {
    lot_id id;
    account_id seller;
    std::string title = "Монета";
    std::string category = "coins-ukraine";
    std::string condition = "good";
    lots::lot_state state = lots::lot_state::running;
    std::int64_t start = 10'000;
    std::optional<std::int64_t> price;
    std::int64_t bids = 0;
    int ends_in_s = 3600;  // from the saleroom's noon; negative: in the past
    int published_s_ago = 600;

    std::int64_t present_price() const { return price.value_or(start); }
};

class saleroom : public pg_test {
protected:
    account_id make_account(std::string_view name) {
        return *account_id::parse(
            db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language)"
                                  " values ('{0}@example.org', 'x', '{0}', 'uk') returning id",
                                  name)));
    }

    // Whole seconds before the test began, so that equal moments are really equal.
    std::string moment(int seconds_from_noon) const {
        return "timestamptz '" + format_instant(noon + std::chrono::seconds(seconds_from_noon)) + "'";
    }

    void make(made_lot& m) {
        const auto starts = m.state == lots::lot_state::scheduled ? m.ends_in_s - 60 : -m.published_s_ago - 100'000;
        m.id = *lot_id::parse(
            db.scalar(fmt::format("insert into lots (seller_id, state, title, description, category_id, condition, location, shipping, "
                                  "start_amount, starts_at, duration_s,"
                                  " published_at) values ({}, 'published', '{}', 'Опис', '{}', '{}', 'Київ', '[{{\"method\": "
                                  "\"pickup\"}}]', {}, {}, 3600, {}) returning id",
                                  m.seller.value, m.title, m.category, m.condition, m.start, moment(starts), moment(-m.published_s_ago))));
        db.execute(fmt::format(
            "insert into standings (lot_id, seller_id, state, currency, start_amount, increments, starts_at, ends_at, original_ends_at, "
            "hard_ends_at,"
            " soft_mode, soft_window_s, soft_extend_s, next_seq, audit_head) values ({}, {}, '{}', 'UAH', {}, 'uah', {}, {}, {}, {}, "
            "'reset', "
            "300, 300, 2, sha256(''))",
            m.id.value, m.seller.value, m.state == lots::lot_state::scheduled ? "scheduled" : "running", m.start, moment(starts),
            moment(m.ends_in_s), moment(m.ends_in_s), moment(m.ends_in_s + 7200)));
        if (m.price) lead(m, bidder());
        if (m.state == lots::lot_state::ended_sold)
            db.execute(fmt::format("update standings set state = 'ended_sold', sold_by = 'hammer', closed_at = ends_at where lot_id = {}",
                                   m.id.value));
        if (m.state == lots::lot_state::ended_unsold)
            db.execute(
                fmt::format("update standings set state = 'ended_unsold', unsold_reason = 'no_bids', closed_at = ends_at"
                            " where lot_id = {}",
                            m.id.value));
    }

    void lead(const made_lot& m, account_id who, int bid_s_ago = 60) {
        db.execute(fmt::format(
            "insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at) values ({0}, {1}, 1, {2}, 2, {4});"
            " update standings set price = {2}, leader_id = {1}, leader_max = {2}, leader_seq = 2, leader_number = 1, bids = {3},"
            " bidders = 1, steps = 1, next_seq = {3} + 2, version = {3} + 1 where lot_id = {0}",
            m.id.value, who.value, m.price.value_or(m.start), std::max<std::int64_t>(m.bids, 1), moment(-bid_s_ago)));
    }

    account_id bidder() {
        if (bidder_.value == 0) bidder_ = make_account("bidder");
        return bidder_;
    }

    const instant noon = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());

private:
    account_id bidder_;
};

}  // namespace gavel::test
