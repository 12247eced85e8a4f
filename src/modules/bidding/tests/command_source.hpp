// Random commands of every kind, and the world they are made for. A new kind of command is one member function that makes it and one line
// in `kinds`.
#pragma once
#include "modules/bidding/moderation.hpp"
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/bidding/tests/naive_hall.hpp"

#include <array>
#include <exception>
#include <functional>
#include <map>
#include <random>
#include <set>

namespace gavel::bidding::test {

// One command on its way.
struct trial {
    std::size_t at = 0;  // which server
    lot_id lot;
    account_id who;
    std::string key, intent;                                          // the same key with another intent is refused
    bool in_line = true;                                              // decided by the desk, in the order of arrival
    bool poisoned = false;                                            // the store refuses it, whatever the rules say
    std::function<boost::asio::awaitable<std::string>(bench&)> send;  // the text of its answer
    std::function<saying(const naive_hall&, const naive_lot&, const standing&, instant, const drawn_salts&)> judge;

    std::string answer;
    std::exception_ptr failure;
};

class command_source : public auction_test {
protected:
    explicit command_source(std::uint64_t seed) : random_(seed), house_(rules()) {
        staff_ = account("staff");
        for (int i = 0; i < 3; ++i) sellers_.push_back(account(fmt::format("seller{}", i)));
        for (int i = 0; i < 12; ++i) bidders_.push_back(account(fmt::format("bidder{}", i)));
        for (int i = 0; i < 30; ++i) open_lot();
    }

    // Lots of six hours see every window of time; what depends on the server or on other lots is left out.
    static policy rules() {
        policy chosen;
        chosen.bids.confirm_after_bids = 1'000'000'000;
        chosen.retractions.most = 1'000'000'000;
        chosen.retractions.all_until_s = 7'200;
        chosen.retractions.closed_s = 600;
        chosen.sellers.quiet_s = 7'200;
        return chosen;
    }

    static pg::deadline far() { return runtime::within(30s); }

    static boost::asio::awaitable<std::string> send_act(boost::asio::awaitable<result<command_result>> sent) {
        const auto answer = co_await std::move(sent);
        co_return answer ? text_of(*answer) : text_of(answer.error());
    }

    static boost::asio::awaitable<std::string> send_bid(bench& at, offer bid) {
        const auto answer = co_await at.bids.place(std::move(bid), far());
        co_return answer ? text_of(*answer) : text_of(answer.error());
    }

    std::int64_t pick(std::int64_t from, std::int64_t to) { return std::uniform_int_distribution<std::int64_t>(from, to)(random_); }
    template <class T>
    const T& one_of(const std::vector<T>& all) {
        return all[static_cast<std::size_t>(pick(0, static_cast<std::int64_t>(all.size()) - 1))];
    }

    // --- commands ---

    trial bid_of(offer bid) {
        trial t;
        t.lot = bid.lot;
        t.who = bid.bidder;
        t.key = bid.idempotency_key;
        t.intent = fmt::format("bid {} {}", bid.max.amount, bid.max.currency.code());
        t.poisoned = bid.max.amount / 100 % 997 == 13;
        t.send = [bid](bench& at) { return send_bid(at, bid); };
        t.judge = [bid](const naive_hall& house, const naive_lot& lot, const standing& state, instant at, const drawn_salts& drawn) {
            return house.bid(lot, state, bid, at, drawn);
        };
        return t;
    }

    // Half of everything happens on one lot.
    lot_id some_lot() { return pick(0, 1) ? lots_.front() : one_of(lots_); }
    const standing& state_of(lot_id lot) { return house_.lots.at(lot).now; }

    offer some_offer() {
        const auto where = some_lot();
        const auto least = min_next(state_of(where));
        const auto about_a_step = std::max<std::int64_t>(100, least / 10'000 * 100);
        // The price will have risen when the later commands of a wave arrive.
        auto bid = intent(where, one_of(bidders_), least + (made_[where]++ + pick(-4, 30)) * about_a_step);
        bid.confirmed = true;
        while (bid.max.amount / 100 % 997 == 13) bid.max.amount += 100;
        return bid;
    }

    trial plain_bid() { return bid_of(some_offer()); }
    trial own_raise() {
        auto bid = some_offer();
        if (const auto& leader = state_of(bid.lot).leader) {
            bid.bidder = leader->bidder;
            bid.max.amount = leader->max + pick(-1, 5) * 100;
        }
        return bid_of(bid);
    }
    trial repetition() {
        if (past_.empty()) return plain_bid();
        auto again = one_of(past_);
        again.answer.clear();
        again.failure = nullptr;
        return again;
    }
    trial reused_key() {
        auto bid = some_offer();
        if (!past_.empty()) {
            const auto& old = one_of(past_);
            bid.bidder = old.who;
            bid.idempotency_key = old.key;
        }
        return bid_of(bid);
    }
    trial refused_bid() {
        auto bid = some_offer();
        switch (pick(0, 4)) {
            case 0: bid.bidder = state_of(bid.lot).seller; break;
            case 1: bid.max.amount += 50; break;
            case 2: bid.max.currency = currency::parse("USD").value(); break;
            case 3: bid.max.amount = amount_max + 100; break;
            default: bid.lot = lot_id{1'000'000};
        }
        return bid_of(bid);
    }
    trial unconfirmed_bid() {
        auto bid = some_offer();
        bid.confirmed = false;
        bid.max.amount *= pick(5, 15);
        return bid_of(bid);
    }
    trial poisoned_bid() {
        auto bid = some_offer();
        bid.max.amount += ((13 - bid.max.amount / 100 % 997 + 997) % 997) * 100;
        return bid_of(bid);
    }

    // Commands that are not bids; decided by whatever service they reach, not by the desk of the lot.
    template <class Judge>
    trial act_of(command asked, std::string intent, std::function<boost::asio::awaitable<result<command_result>>(acts&, command)> send,
                 Judge judge) {
        trial t;
        t.lot = asked.lot;
        t.who = *asked.by;
        t.key = asked.idempotency_key;
        t.intent = std::move(intent);
        t.in_line = false;
        t.send = [asked, send](bench& at) { return send_act(send(at.acts, asked)); };
        t.judge = judge;
        return t;
    }

    trial purchase() {
        const auto where = some_lot();
        const auto price = money{state_of(where).buy_now.value_or(1'000'00) + (pick(0, 9) == 0 ? 100 : 0), {}};
        const auto buyer = one_of(bidders_);
        return act_of(
            by(buyer, where), fmt::format("buy {}", price.amount), [price](acts& to, command asked) { return to.buy(asked, price, far()); },
            [buyer, price](const naive_hall& house, const naive_lot& lot, const standing& state, instant at, const drawn_salts&) {
                return house.act(buy(state, {buyer, price}, house.facts_of(lot, state, buyer), at));
            });
    }

    // Whoever reads a whole log stays away from the longest.
    lot_id some_short_lot() {
        for (int i = 0; i < 10; ++i)
            if (const auto where = one_of(lots_); state_of(where).next_seq < 300) return where;
        return lots_.back();
    }
    account_id some_bidder_of(lot_id where) {
        const auto& numbers = house_.lots.at(where).numbers;
        if (numbers.empty()) return one_of(bidders_);
        return std::next(numbers.begin(), pick(0, static_cast<std::int64_t>(numbers.size()) - 1))->first;
    }

    trial retraction() {
        auto meant = some_offer();
        meant.lot = some_short_lot();
        meant.bidder = some_bidder_of(meant.lot);
        const auto reason = pick(0, 1) ? act_reason::wrong_amount : act_reason::seller_unreachable;
        const auto rebid = reason == act_reason::wrong_amount ? std::optional(meant.max) : std::nullopt;
        return act_of(
            by(meant.bidder, meant.lot, meant.idempotency_key), fmt::format("retract {}", rebid ? rebid->amount : 0),
            [reason, rebid](acts& to, command asked) { return to.retract(asked, reason, rebid, far()); },
            [meant, reason](const naive_hall& house, const naive_lot& lot, const standing& state, instant at, const drawn_salts& drawn) {
                return house.retract(lot, state, meant, reason, at, drawn);
            });
    }

    trial cancelled_bids() {
        const auto where = some_short_lot();
        const auto seller = pick(0, 9) == 0 ? one_of(bidders_) : state_of(where).seller;
        const auto number = static_cast<std::int32_t>(pick(1, state_of(where).bidders + 1));
        return act_of(
            by(seller, where), fmt::format("cut {}", number),
            [number](acts& to, command asked) { return to.cancel_bids(asked, number, act_reason::bidder_asked, false, far()); },
            [seller, number](const naive_hall& house, const naive_lot& lot, const standing& state, instant at, const drawn_salts&) {
                return house.act(cancel_bids(state, lot.log_of(state), {seller, number, act_reason::bidder_asked}, at));
            });
    }

    trial reserve_change() {
        const auto where = some_lot();
        const auto seller = state_of(where).seller;
        std::optional<money> reserve;
        if (pick(0, 3) > 0) reserve = money{state_of(where).reserve.value_or(3000'00) - pick(-2, 10) * 100, {}};
        return act_of(
            by(seller, where), fmt::format("reserve {}", reserve ? reserve->amount : 0),
            [reserve](acts& to, command asked) { return to.change_reserve(asked, reserve, far()); },
            [seller, reserve](const naive_hall& house, const naive_lot&, const standing& state, instant at, const drawn_salts& drawn) {
                return house.act(change_reserve(state, {seller, reserve}, drawn.empty() ? salt{} : drawn.back(), at, house.rules));
            });
    }

    trial cancellation() {
        const auto where = one_of(lots_);
        const auto seller = state_of(where).seller;
        return act_of(
            by(seller, where), "cancel", [](acts& to, command asked) { return to.cancel(asked, act_reason::damaged, far()); },
            [seller](const naive_hall& house, const naive_lot&, const standing& state, instant at, const drawn_salts&) {
                return house.act(cancel(state, seller, act_reason::damaged, at, house.rules.sellers));
            });
    }

    trial early_sale() {
        const auto where = one_of(lots_);
        const auto seller = state_of(where).seller;
        return act_of(
            by(seller, where), "sell", [](acts& to, command asked) { return to.sell_early(asked, far()); },
            [seller](const naive_hall& house, const naive_lot&, const standing& state, instant at, const drawn_salts&) {
                return house.act(sell_early(state, seller, at));
            });
    }

    trial stopped_clock() {
        const auto frozen = std::ranges::find(lots_, lot_state::frozen, [&](lot_id each) { return state_of(each).state; });
        const bool stop = frozen == lots_.end() || pick(0, 3) == 0;
        const auto where = stop ? one_of(lots_) : *frozen;
        const moderator by_staff{staff_, true, false};
        return act_of(
            by_moderator(staff_, where), stop ? "freeze" : "resume",
            [stop](acts& to, command asked) {
                return stop ? to.freeze(asked, act_reason::complaint, far()) : to.resume(asked, act_reason::resolved, far());
            },
            [stop, by_staff](const naive_hall& house, const naive_lot&, const standing& state, instant at, const drawn_salts&) {
                return house.act(stop ? freeze(state, by_staff, act_reason::complaint, at)
                                      : resume(state, by_staff, act_reason::resolved, at, house.rules.moderation));
            });
    }

    struct kind {
        int weight;  // of a thousand; what ends or stops a lot is rare enough that the others find running ones
        trial (command_source::*make)();
    };
    static constexpr std::array<kind, 14> kinds{{{650, &command_source::plain_bid},
                                                 {5, &command_source::purchase},
                                                 {30, &command_source::retraction},
                                                 {10, &command_source::cancelled_bids},
                                                 {10, &command_source::reserve_change},
                                                 {3, &command_source::cancellation},
                                                 {2, &command_source::early_sale},
                                                 {10, &command_source::stopped_clock},
                                                 {100, &command_source::own_raise},
                                                 {60, &command_source::repetition},
                                                 {30, &command_source::reused_key},
                                                 {40, &command_source::refused_bid},
                                                 {40, &command_source::unconfirmed_bid},
                                                 {10, &command_source::poisoned_bid}}};

    trial some_command() {
        auto at = pick(0, 999);
        for (const auto& each : kinds)
            if ((at -= each.weight) < 0) {
                auto t = (this->*each.make)();
                t.at = static_cast<std::size_t>(pick(0, 2));
                return t;
            }
        return plain_bid();
    }

    // --- the world between waves ---

    void open_lot() {
        terms t;
        t.start = pick(1, 500) * 100;
        if (pick(0, 2) == 0) t.reserve = t.start + pick(1, 3000) * 100;
        if (pick(0, 2) == 0) t.buy_now = 2 * std::max(t.start, t.reserve.value_or(0));
        t.lasts = 6h;
        const auto id = lot(one_of(sellers_), t);
        lots_.push_back(id);
        house_.open(stored(id), log_of(id));
    }

    // The clock of one lot goes on, by moving its whole schedule back.
    void jump(lot_id where) {
        auto& lot = house_.lots.at(where).now;
        const std::array<std::chrono::microseconds, 3> lefts{1h, 250s, -10s};
        if (lot.state == lot_state::frozen) return;
        const auto by = lot.ends_at - database_now() - lefts[static_cast<std::size_t>(pick(0, 2))];
        if (by <= 0s) return;
        lot.starts_at -= by;
        lot.ends_at -= by;
        lot.original_ends_at -= by;
        lot.hard_ends_at -= by;
        db.execute(
            fmt::format("update standings set starts_at = starts_at - {0}, ends_at = ends_at - {0}, original_ends_at = "
                        "original_ends_at - {0}, hard_ends_at = hard_ends_at - {0} where lot_id = {1}",
                        fmt::format("interval '1 microsecond' * {}", by.count()), where.value));
        jumped_.insert(where);
    }

    void block_somebody() {
        const auto seller = one_of(sellers_), bidder = one_of(bidders_);
        if (!house_.blocked.emplace(seller, bidder).second) return;
        db.execute(fmt::format("insert into seller_blocks (seller_id, bidder_id, lot_id) values ({}, {}, {})", seller.value, bidder.value,
                               lots_.front().value));
    }

    void kill_some_connection() {
        db.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() "
            "and state <> 'idle' order by random() limit 1");
    }

    bool has_had_its_day(lot_id where) {
        const auto& lot = state_of(where);
        return lot.closed_at || lot.ends_at < database_now_ + 100s || lot.price.value_or(0) > amount_max / 100 || pick(0, 1000) == 0;
    }

    void change_the_world() {
        // What is over, ends during the next wave, or has become dear makes place.
        for (auto left = std::erase_if(lots_, [&](lot_id each) { return has_had_its_day(each); }); left > 0; --left) open_lot();
        if (pick(0, 3) == 0) jump(one_of(lots_));
        if (pick(0, 20) == 0) block_somebody();
    }

    std::mt19937_64 random_;
    naive_hall house_;
    account_id staff_;
    std::vector<account_id> sellers_, bidders_;
    std::vector<lot_id> lots_;  // that are bid on; the first half of the time
    std::set<lot_id> jumped_;
    std::vector<trial> past_;
    std::map<lot_id, std::int64_t> made_;  // offers of this wave
    instant database_now_;
};

}  // namespace gavel::bidding::test
