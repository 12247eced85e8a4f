// Two people, two lots, and the worker that tells them their news.
#pragma once
#include "modules/news/event.hpp"
#include "modules/notifications/worker.hpp"
#include "platform/jobs/worker.hpp"
#include "tests/support/pg.hpp"

#include <fmt/format.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/json/serialize.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gavel::notifications::test {

class inbox_test : public gavel::test::pg_test {
protected:
    inbox_test() {
        db.execute(R"sql(
            insert into accounts (email, password_hash, display_name, language) values
                ('olena@example.com', 'x', 'Olena', 'uk'), ('john@example.com', 'x', 'John', 'en');
            insert into lots (seller_id, title) values (2, 'Silver spoon'), (2, 'Brass bell');
            insert into orders (buyer_id, seller_id, state, currency, hammer, premium, commission, due_at)
                values (1, 2, 'awaiting_payment', 'UAH', 1250000, 0, 0, clock_timestamp() + interval '3 days');
        )sql");
        for (auto& each : registrations(carrier, told)) worker.add(std::move(each));
    }

    static news::event about(news::kind kind, account_id account, lot_id lot, std::int64_t seq) {
        news::event e;
        e.kind = kind;
        e.account = account;
        e.lot = lot;
        e.seq = seq;
        if (news::is_of_order(kind)) e.order = 1;
        e.price = money{12500'00, {}};
        if (kind == news::kind::search_hit) e.found = {1, "Spoons", "q=spoon", {{lot, "Silver spoon", *e.price}}, 0};
        return e;
    }
    void add_job(const std::vector<news::event>& events) {
        db.execute(fmt::format("insert into jobs (kind, payload) values ('notifications.events', '{}')",
                               boost::json::serialize(news::payload_of(events))));
    }
    void happen(const std::vector<news::event>& events) {
        add_job(events);
        EXPECT_EQ(run(worker.run_once()).done, 1);
    }
    page read(account_id account, std::optional<notification_id> before = std::nullopt, std::int64_t limit = 24) {
        return run(messages.list(account, before, limit, soon()));
    }
    void add_device(account_id of) {
        db.execute(fmt::format(
            "with here as (insert into sessions (account_id, token_hash, device, expires_at) values ({0}, sha256('{0}'), 'Firefox', "
            "clock_timestamp() + interval '1 day') returning id) insert into push_subscriptions (account_id, session_id, endpoint, p256dh, "
            "auth) "
            "select {0}, id, 'https://push.example.net/{0}', decode(repeat('04', 65), 'hex'), decode(repeat('00', 16), 'hex') from here",
            of.value));
    }
    std::string letters() { return db.scalar("select count(*) from mail_letters"); }

    const account_id olena{1}, john{2};
    const lot_id spoon{1}, bell{2};
    mail::postman carrier{mail::options()};
    std::map<std::int64_t, std::int64_t> announced;  // the newest count of each account
    announcer told = [this](account_id account, std::int64_t unread) { announced[account.value] = unread; };
    service messages{pool, told};
    jobs::worker worker{io, pool, jobs::options()};
};

}  // namespace gavel::notifications::test
