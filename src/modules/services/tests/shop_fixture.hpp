// A saleroom with a shop: prices, wallets and sellers.
#pragma once
#include "modules/ledger/ledger.hpp"
#include "modules/services/check.hpp"
#include "modules/services/payable.hpp"
#include "modules/services/service.hpp"
#include "tests/support/saleroom.hpp"

#include "base/random.hpp"

#include <gtest/gtest.h>

namespace gavel::services {

class shop_fixture : public gavel::test::saleroom {
protected:
    shop_fixture() {
        seller = make_account("seller");
        other = make_account("other");
        db.execute("alter table fees disable trigger user");
        price("service:top", 5'000);
        price("service:bold", 1'000);
        price("service:listings_10", 20'000);
        shop.on_change([this](lot_id lot) { changed.push_back(lot); });
    }

    void TearDown() override {
        for (const auto& each : run(check(pool, soon()))) ADD_FAILURE() << each.rule << ": " << each.what;
    }

    void price(const std::string& kind, std::int64_t amount) {
        db.execute(fmt::format("delete from fees where kind = '{0}'; insert into fees (kind, amount, valid_from) values ('{0}', {1}, {2})",
                               kind, amount, moment(-86'400)));
    }
    lot_id lot(lots::lot_state state = lots::lot_state::running, int ends_in_s = 100'000) {
        gavel::test::made_lot m;
        m.seller = seller;
        m.state = state;
        m.ends_in_s = ends_in_s;
        make(m);
        return m.id;
    }
    void fill(account_id who, std::int64_t amount) {
        auto tx = run(pool.begin(soon()));
        ledger::posting p;
        p.key = "test:" + random_uuid();
        p.reason = "payment";
        p.subject = "test:1";
        p.entries.push_back({ledger::wallet_of(who), amount});
        p.entries.push_back({ledger::outside("test"), -amount});
        EXPECT_TRUE(run(ledger::post(tx, std::move(p))));
        run(tx.commit());
    }
    std::int64_t balance(const ledger::book& of) {
        auto tx = run(pool.begin(soon()));
        const auto free = run(ledger::locked_balance(tx, of, {}));
        run(tx.commit());
        return free;
    }
    std::int64_t wallet(account_id who) { return balance(ledger::wallet_of(who)); }
    std::int64_t income() { return balance(ledger::income_of("services")); }

    order wish(std::string service, std::optional<lot_id> of, bool from_wallet = false) const {
        order o;
        o.buyer = seller;
        o.service = std::move(service);
        o.lot = of;
        o.from_wallet = from_wallet;
        o.key = random_uuid();
        return o;
    }
    seen_purchase buy(order o) {
        auto done = run(shop.buy(std::move(o), soon()));
        EXPECT_TRUE(done) << (done ? "" : done.error().kind().slug);
        return done ? *done : seen_purchase();
    }
    const problem* refusal(order o) {
        const auto done = run(shop.buy(std::move(o), soon()));
        return done ? nullptr : &done.error().kind();
    }

    payments::arrival arrival(const purchase& p, std::int64_t payment, std::optional<std::int64_t> amount = {}) const {
        payments::arrival a;
        a.payment.value = payment;
        a.of = {"service", p.id.value};
        a.payer = p.buyer;
        a.amount = money{amount.value_or(p.price.amount), {}};
        return a;
    }
    // As module payments does it: the money is in the wallet before anybody is asked.
    bool pay_by_card(const purchase& p, std::int64_t payment, std::optional<std::int64_t> amount = {}) {
        fill(p.buyer, amount.value_or(p.price.amount));
        auto tx = run(pool.begin(soon()));
        const bool taken = run(bills.on_paid(tx, arrival(p, payment, amount)));
        run(tx.commit());
        return taken;
    }
    bool refund(const purchase& p, std::int64_t payment, std::optional<std::int64_t> amount = {}) {
        auto tx = run(pool.begin(soon()));
        const auto a = arrival(p, payment);
        const bool done = run(bills.on_refund(tx, a, money{amount.value_or(p.price.amount), {}}));
        run(tx.commit());
        return done;
    }
    purchase again(purchase_id id) { return run(shop.find(seller, id, soon())).value().what; }
    std::string active(lot_id of) {
        return db.scalar(
            fmt::format("select coalesce(string_agg(service, ',' order by service), '') from service_purchases where lot_id = {}"
                        " and state = 'paid' and begins_at <= clock_timestamp() and expires_at > clock_timestamp()",
                        of.value));
    }

    account_id seller, other;
    services::options chosen;
    services::service shop{pool, chosen};
    services::payable bills{shop};
    std::vector<lot_id> changed;
};

}  // namespace gavel::services
