// Auctions of the past for tests of trust: written straight into the tables with the times a test wants, following.
#pragma once
#include "modules/bidding/increments.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace gavel::trust::test {

class history_test : public gavel::test::pg_test {
protected:
    account_id account(const std::string& name, int age_days = 400) {
        return account_id::parse(
                   db.scalar(fmt::format("insert into accounts (email, password_hash, display_name, language, created_at) "
                                         "values ('{0}@example.org', 'x', '{0}', 'uk', clock_timestamp() - interval '{1} days') "
                                         "returning id",
                                         name, age_days)))
            .value();
    }

    struct terms {
        std::int64_t start = 100'00;
        std::optional<std::int64_t> reserve = {};
        std::optional<std::int64_t> step = {};  // flat
        int began_minutes_ago = 2880;
        int lasts_minutes = 1440;
        std::string category = "coins-ukraine";
    };

    struct auction {
        lot_id lot;
        account_id seller;
        terms of;
        std::optional<std::int64_t> price;
        account_id leader;
        std::int64_t leader_max = 0, leader_seq = 0;
        std::int64_t bids = 0, next_seq = 2;
        std::map<account_id, int> numbers;
    };

    auction lot(account_id seller) { return lot(seller, terms{}); }
    auction lot(account_id seller, terms t) {
        auction a;
        a.seller = seller;
        a.of = t;
        a.lot =
            lot_id::parse(db.scalar(fmt::format("insert into lots (seller_id, title, category_id) values ({}, 'A coin', '{}') returning id",
                                                seller.value, t.category)))
                .value();
        db.execute(fmt::format(
            "insert into standings (lot_id, seller_id, state, currency, start_amount, reserve_amount, reserve_salt, step_amount, "
            "increments, "
            "starts_at, ends_at, original_ends_at, hard_ends_at, soft_mode, soft_window_s, soft_extend_s, next_seq, audit_head) "
            "select {}, {}, 'running', 'UAH', {}, {}, {}, {}, 'uah', s, e, e, e, 'reset', 0, 0, 2, sha256('x') "
            "from (select now() - interval '{} minutes' as s, now() - interval '{} minutes' as e) planned",
            a.lot.value, seller.value, t.start, t.reserve ? std::to_string(*t.reserve) : "null",
            t.reserve ? "substr(sha256('x'), 1, 16)" : "null", t.step ? std::to_string(*t.step) : "null", t.began_minutes_ago,
            t.began_minutes_ago - t.lasts_minutes));
        db.execute(fmt::format(
            "insert into acts (lot_id, seq, kind, actor, account_id, at, content, bids_after, bidders_after, ends_at_after, "
            "state_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash) "
            "select lot_id, 1, 'opened', 'seller', seller_id, starts_at, '{{}}', 0, 0, ends_at, 'running', 1, 0, '{{}}', '{{}}', "
            "'{{}}', sha256('x') from standings where lot_id = {}",
            a.lot.value));
        return a;
    }

    static std::int64_t min_next(const auction& a) {
        if (!a.price) return a.of.start;
        return *a.price + step_at(a, *a.price);
    }

    // `minute` of the lot's life, in sixtieths if `second` is given. Without an amount: exactly the next minimum.
    void bid(auction& a, account_id who, double minute, std::optional<std::int64_t> amount = {}) {
        const auto max = amount.value_or(min_next(a));
        const auto number = a.numbers.emplace(who, static_cast<int>(a.numbers.size()) + 1).first->second;
        std::string outcome = "outbid";
        if (a.price && a.leader == who) outcome = "raised";
        else if (!a.price) {
            outcome = "leading";
            a.price = a.of.start;
        } else if (max > a.leader_max) {
            outcome = "leading";
            a.price = std::max(*a.price, std::min(max, a.leader_max + step_at(a, a.leader_max)));
        } else {
            a.price = std::max(*a.price, std::min(a.leader_max, max + step_at(a, max)));
        }
        if (outcome != "outbid") {
            a.leader = who;
            a.leader_max = max;
            a.leader_seq = a.next_seq;
            if (a.of.reserve && max >= *a.of.reserve) a.price = std::max(*a.price, *a.of.reserve);
        }
        if (outcome != "raised") ++a.bids;
        db.execute(
            fmt::format("insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at) "
                        "select lot_id, {1}, {2}, {3}, {4}, {5} from standings where lot_id = {0} "
                        "on conflict (bidder_id, lot_id) do update set max_amount = excluded.max_amount, max_seq = excluded.max_seq, "
                        "last_bid_at = excluded.last_bid_at",
                        a.lot.value, who.value, number, max, a.next_seq, moment(minute)));
        db.execute(fmt::format(
            "insert into bids (lot_id, seq, bidder_id, max_amount, salt, placed_at, idempotency_key, outcome, price_after, leader_after, "
            "bids_after, bidders_after, ends_at_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, hash) "
            "select lot_id, {1}, {2}, {3}, substr(sha256('x'), 1, 16), {4}, gen_random_uuid(), '{5}', {6}, {7}, {8}, {9}, "
            "greatest(ends_at, {4} + interval '1 second'), {1}, 0, '{{}}', '{{}}', '{{}}', sha256('x') from standings where lot_id = {0}",
            a.lot.value, a.next_seq, who.value, max, moment(minute), outcome, *a.price, a.numbers.at(a.leader), a.bids, a.numbers.size()));
        ++a.next_seq;
        store(a);
    }

    // Withdraws every bid of `who`; `a` must say what is left of it: leader, their maximum and the price.
    void retract(auction& a, account_id who, double minute, account_id leader, std::int64_t leader_max, std::int64_t price) {
        a.leader = leader;
        a.leader_max = leader_max;
        a.price = price;
        act(a, "retracted", "bidder", who, minute);
        db.execute(fmt::format(
            "insert into bid_voids (lot_id, bid_seq, act_seq) select lot_id, seq, {} from bids where lot_id = {} and bidder_id = {} "
            "on conflict do nothing",
            a.next_seq - 1, a.lot.value, who.value));
        a.leader_seq = std::stoll(db.scalar(fmt::format("select seq from bids where lot_id = {} and bidder_id = {} and max_amount = {}",
                                                        a.lot.value, leader.value, leader_max)));
        store(a);
    }

    void act(auction& a, const std::string& kind, const std::string& actor, account_id who, double minute) {
        db.execute(
            fmt::format("insert into acts (lot_id, seq, kind, actor, account_id, at, content, price_after, leader_after, bids_after, "
                        "bidders_after, ends_at_after, state_after, version_after, steps_before, step_bidders, step_amounts, step_reasons, "
                        "hash) select lot_id, {1}, '{2}', '{3}', {4}, {5}, '{{}}', {6}, {7}, {8}, {9}, ends_at, state, {1}, 0, '{{}}', "
                        "'{{}}', '{{}}', sha256('x') from standings where lot_id = {0}",
                        a.lot.value, a.next_seq, kind, actor, who.value, moment(minute), a.price ? std::to_string(*a.price) : "null",
                        a.price ? std::to_string(a.numbers.at(a.leader)) : "null", a.bids, a.numbers.size()));
        ++a.next_seq;
        store(a);
    }

    // Closed by the hammer at its end: sold to the leader, or not if the reserve was not met.
    void close(const auction& a) {
        const bool sold = a.price && (!a.of.reserve || *a.price >= *a.of.reserve);
        db.execute(fmt::format("update standings set state = '{}', sold_by = {}, unsold_reason = {}, closed_at = ends_at where lot_id = {}",
                               sold ? "ended_sold" : "ended_unsold", sold ? "'hammer'" : "null",
                               sold      ? "null"
                               : a.price ? "'reserve_not_met'"
                                         : "'no_bids'",
                               a.lot.value));
    }

    void cancel(auction& a, const std::string& actor, account_id who) {
        act(a, "cancelled", actor, who, a.of.lasts_minutes / 2);
        db.execute(
            fmt::format("update standings set state = 'cancelled', cancelled_for = 'damaged', closed_at = starts_at + interval '1 minute' "
                        "where lot_id = {}",
                        a.lot.value));
    }

private:
    static std::int64_t step_at(const auction& a, std::int64_t price) {
        return a.of.step ? *a.of.step : bidding::increments_named("uah").step_at(price);
    }
    static std::string moment(double minute) { return fmt::format("starts_at + interval '1 minute' * {}", minute); }
    void store(const auction& a) {
        if (!a.price) {
            db.execute(fmt::format("update standings set next_seq = {} where lot_id = {}", a.next_seq, a.lot.value));
            return;
        }
        db.execute(
            fmt::format("update standings set price = {}, leader_id = {}, leader_max = {}, leader_seq = {}, leader_number = {}, bids = {}, "
                        "bidders = {}, steps = 1, next_seq = {} where lot_id = {}",
                        *a.price, a.leader.value, a.leader_max, a.leader_seq, a.numbers.at(a.leader), a.bids, a.numbers.size(), a.next_seq,
                        a.lot.value));
    }
};

}  // namespace gavel::trust::test
