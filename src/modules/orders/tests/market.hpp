// A market for tests of orders: lots that were sold, and a bank that pays and takes back as payments does.
#pragma once
#include "modules/ledger/ledger.hpp"
#include "modules/orders/acts.hpp"
#include "modules/orders/check.hpp"
#include "modules/orders/deadlines.hpp"
#include "modules/orders/opening.hpp"
#include "modules/orders/payable.hpp"
#include "modules/orders/reading.hpp"
#include "modules/orders/relisting.hpp"
#include "modules/orders/repository_reads.hpp"
#include "tests/support/saleroom.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace gavel::orders::testing {

// Where money comes from and goes back to.
class bank {
public:
    explicit bank(order_payable& p) : of_orders_(p) {}

    struct paid {
        order_id of;
        account_id payer;
        money amount;
        std::int64_t back = 0;
        bool taken = false;
    };

    // The card was charged: as payments does once it has confirmed it. What the order does not take goes back at once.
    awaitable<bool> charge(pg::pool& pool, order_id of, account_id payer, money amount, pg::deadline until) {
        const payments::payment_id id{++last_};
        paid p;
        p.of = of;
        p.payer = payer;
        p.amount = amount;
        const auto a = arrival_of(id, p);
        auto tx = co_await pool.begin(until);
        co_await post(tx, fmt::format("payment:{}:captured", id.value), "payment", payer, amount);
        p.taken = co_await of_orders_.on_paid(tx, a);
        if (!p.taken) {
            const auto all_back = money{-amount.amount, amount.currency};
            co_await post(tx, fmt::format("payment:{}:returned", id.value), "refund", payer, all_back);
            p.back = amount.amount;
        }
        all_.emplace(id.value, p);  // whoever sees the order paid finds the payment
        tx.after_commit([this, amount, back = p.back] {
            charged_ += amount.amount;
            returned_ += back;
        });
        co_await tx.commit();
        co_return p.taken;
    }

    awaitable<bool> refund(pg::transaction& tx, payments::payment_id id, money amount, std::string key) {
        if (away) co_return false;
        auto& p = all_.at(id.value);
        const auto a = arrival_of(id, p);
        const bool agreed = co_await of_orders_.on_refund(tx, a, amount);
        if (!agreed) co_return false;
        const auto back = money{-amount.amount, amount.currency};
        co_await post(tx, "refund:" + key, "refund", p.payer, back);
        tx.after_commit([this, &p, amount] {
            p.back += amount.amount;
            returned_ += amount.amount;
        });
        co_return true;
    }

    std::int64_t inside() const { return charged_ - returned_; }  // what the provider has of ours
    const std::map<std::int64_t, paid>& all() const { return all_; }
    bool away = false;

private:
    static payments::arrival arrival_of(payments::payment_id id, const paid& p) {
        payments::arrival a;
        a.payment = id;
        a.of.kind = "order";
        a.of.id = p.of.value;
        a.payer = p.payer;
        a.amount = p.amount;
        return a;
    }
    static awaitable<void> post(pg::transaction& tx, std::string key, std::string reason, account_id who, money amount) {
        ledger::posting p;
        p.key = std::move(key);
        p.reason = std::move(reason);
        p.subject = "payment:1";
        p.currency = amount.currency;
        p.entries.push_back({ledger::outside("fondy"), -amount.amount});
        p.entries.push_back({ledger::wallet_of(who), amount.amount});
        const auto done = co_await ledger::post(tx, std::move(p));
        if (!done) throw std::logic_error("the wallet has less than goes back");
    }

    order_payable& of_orders_;
    std::int64_t last_ = 0, charged_ = 0, returned_ = 0;
    std::map<std::int64_t, paid> all_;
};

// A premium of 9 %, a commission of 5 %.
class flat_pricing : public pricing {
public:
    awaitable<charges> of(pg::transaction&, lot_id, account_id, money hammer) override {
        co_return charges{basis_points_of(hammer.amount, 900), basis_points_of(hammer.amount, 500)};
    }
};

class market : public gavel::test::saleroom {
protected:
    market() {
        h.prices = &prices;
        h.refund = [this](pg::transaction& tx, payments::payment_id id, money amount, std::string, std::string key) {
            return provider.refund(tx, id, amount, std::move(key));
        };
        seller = make_account("seller");
        anna = make_account("anna");
        borys = make_account("borys");
        vira = make_account("vira");
        moderator = make_account("moderator");
        db.execute("update order_epoch set since = since - interval '1 day'");
    }

    static constexpr money uah(std::int64_t minor) { return {minor, {}}; }
    visitor as(account_id who) const { return {who, who == moderator}; }

    // Sold by the hammer to the first of these, who come with their maxima; the price is given.
    lot_id sell(std::int64_t price, std::vector<std::pair<account_id, std::int64_t>> bidders,
                std::string shipping = R"([{"method": "nova_poshta", "cost": 7000}, {"method": "pickup"}])", account_id by = {},
                std::string sold_by = "hammer") {
        gavel::test::made_lot m;
        m.seller = by.value ? by : seller;
        m.ends_in_s = -120;
        m.start = std::min<std::int64_t>(price, bidders.back().second);
        make(m);
        db.execute(fmt::format("update lots set shipping = '{}' where id = {}", shipping, m.id.value));
        int number = 0;
        for (const auto& [who, max] : bidders) {
            ++number;
            db.execute(
                fmt::format("insert into participants (lot_id, bidder_id, number, max_amount, max_seq, last_bid_at)"
                            " values ({}, {}, {}, {}, {}, {})",
                            m.id.value, who.value, number, max, number + 1, moment(-300)));
        }
        db.execute(fmt::format(
            "update standings set price = {1}, leader_id = {2}, leader_max = {3}, leader_seq = 2, leader_number = 1, bids = {4},"
            " bidders = {4}, steps = {4}, next_seq = {4} + 2, state = 'ended_sold', sold_by = '{5}', closed_at = ends_at"
            " where lot_id = {0}",
            m.id.value, price, bidders.front().first.value, bidders.front().second, bidders.size(), sold_by));
        return m.id;
    }

    // The same, but the bids stayed below the reserve.
    lot_id leave_unsold(std::int64_t price, std::vector<std::pair<account_id, std::int64_t>> bidders) {
        const auto lot = sell(price, std::move(bidders));
        db.execute(
            fmt::format("update standings set state = 'ended_unsold', sold_by = null, unsold_reason = 'reserve_not_met',"
                        " reserve_amount = leader_max + 1000, reserve_salt = decode(repeat('00', 16), 'hex') where lot_id = {}",
                        lot.value));
        return lot;
    }

    // A lot that offers it again, published in all but its standing, which publish() brings as lots and bidding do.
    lot_id draft_of(lot_id ended) {
        gavel::test::made_lot m;
        m.seller = seller;
        m.state = lots::lot_state::scheduled;
        make(m);
        db.execute(
            fmt::format("update lots set relist_of = {1} where id = {0};"
                        " create table if not exists kept as table standings with no data;"
                        " insert into kept select * from standings where lot_id = {0}; delete from standings where lot_id = {0}",
                        m.id.value, ended.value));
        return m.id;
    }
    awaitable<bool> publish(lot_id draft) {
        static const pg::statement sql{"market.publish", "insert into standings select * from kept where lot_id = $1"};
        auto tx = co_await pool.begin(soon());
        const auto may = co_await check_relisting(tx, draft);
        if (!may) co_return false;
        tx.post(sql, draft);
        co_await tx.commit();
        co_return true;
    }

    order_id open_for(lot_id lot) { return run(opened(lot)).value(); }
    awaitable<std::optional<order_id>> opened(lot_id lot) {
        auto tx = co_await pool.begin(soon());
        const std::vector<lot_id> one(1, lot);
        const auto ids = co_await open(tx, h, one);
        co_await tx.commit();
        co_return ids.empty() ? std::nullopt : std::optional(ids.front());
    }
    order_id order_of(std::int64_t price, std::vector<std::pair<account_id, std::int64_t>> bidders) {
        return open_for(sell(price, std::move(bidders)));
    }

    static delivery to_branch() {
        delivery d;
        d.method = "nova_poshta";
        d.place = "branch";
        d.recipient = "Олена Коваль";
        d.phone = "+380671234567";
        d.city = "Київ";
        d.point = "12";
        return d;
    }

    order look(order_id id) { return run(loaded(id)); }
    awaitable<order> loaded(order_id id) {
        auto tx = co_await pool.begin(soon());
        const auto found = co_await repository::find(tx, id);
        co_return found->order;
    }
    void choose_delivery(order_id id) { EXPECT_TRUE(run(people.set_delivery(as(look(id).buyer), id, to_branch(), soon()))); }
    awaitable<result<payments::bill>> payable_bill(order_id id, account_id who) {
        auto tx = co_await pool.begin(soon());
        auto bill = co_await payable.bill_of(tx, who, id.value);
        co_await tx.commit();
        co_return bill;
    }
    bool pay(order_id id) {
        const auto o = look(id);
        return run(provider.charge(pool, id, o.buyer, o.in_money(o.total()), soon()));
    }
    order_id paid_order(std::int64_t price = 100'000) {
        const auto id = order_of(price, {{anna, price}});
        choose_delivery(id);
        EXPECT_TRUE(pay(id));
        return id;
    }
    order_id shipped_order() {
        const auto id = paid_order();
        EXPECT_TRUE(run(people.ship(as(seller), id, std::nullopt, "20450912345678", soon())));
        return id;
    }
    order_id disputed_order() {
        const auto id = shipped_order();
        EXPECT_TRUE(run(people.dispute(as(anna), id, "damaged", "Чашка розбита", {}, key(), soon())));
        return id;
    }

    std::string key() { return fmt::format("00000000-0000-4000-8000-{:012}", ++keys_); }
    template <class T>
    std::string refused(const result<T>& r) {
        return r ? "accepted" : std::string(r.error().kind().slug);
    }

    // All deadlines of all orders come nearer.
    void pass(const std::string& time) {
        db.execute(
            fmt::format("update orders set due_at = due_at - interval '{0}', look_at = look_at - interval '{0}', entered_at = entered_at - "
                        "interval '{0}';"
                        " update order_strikes set at = at - interval '{0}', suspended_until = suspended_until - interval '{0}';"
                        " update accounts set suspended_at = suspended_at - interval '{0}'",
                        time));
    }
    std::int64_t tick() {
        deadlines clock(pool, h);
        return run(clock.run_once());
    }

    std::int64_t balance(const std::string& book) {
        const auto found = db.scalar(fmt::format("select balance from ledger_books where name = '{}'", book));
        return found.empty() ? 0 : std::stoll(found);
    }
    // Every entry balanced, and money in = held + out + fees.
    void expect_books_in_order() {
        EXPECT_EQ(db.scalar("select count(*) from (select from ledger_entries group by transaction_id having sum(amount) <> 0) as odd"),
                  "0");
        EXPECT_EQ(db.scalar("select coalesce(sum(balance), 0) from ledger_books"), "0");
        EXPECT_EQ(-balance("outside:fondy"), provider.inside());
        for (const auto& each : run(check(pool, soon()))) ADD_FAILURE() << each.rule << ": " << each.what;
        EXPECT_EQ(db.scalar("select count(*) from orders o where (o.hammer, o.premium, o.commission) <>"
                            " (select sum(hammer), sum(premium), sum(commission) from order_lines where order_id = o.id)"),
                  "0");
    }
    std::string events(order_id id) {
        return db.scalar(fmt::format("select string_agg(kind, ' ' order by id) from order_events where order_id = {}", id.value));
    }
    // "account:kind" of what was told, in order.
    std::string news(order_id id) {
        return db.scalar(fmt::format(
            "select string_agg(a.display_name || ':' || (e->>'event'), ' ' order by j.id, n) from jobs j,"
            " jsonb_array_elements(payload->'events') with ordinality as es (e, n) join accounts a on a.id = (e->>'account')::bigint"
            " where (e->>'order')::bigint = {}",
            id.value));
    }

    house h;
    flat_pricing prices;
    account_id seller, anna, borys, vira, moderator;
    order_payable payable{h};
    bank provider{payable};
    acts people{pool, h};
    reading pages{pool};

private:
    int keys_ = 0;
};

}  // namespace gavel::orders::testing
