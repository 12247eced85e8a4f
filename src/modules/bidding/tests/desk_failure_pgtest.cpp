// What goes wrong under the desk: poisoned bids, lost connections before and after the commit, PostgreSQL away.
#include "modules/bidding/http.hpp"
#include "modules/bidding/tests/desk_fixture.hpp"
#include "modules/bidding/tests/server.hpp"
#include "platform/http/server.hpp"
#include "tests/support/gate.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <future>

namespace gavel::bidding::test {
namespace {

class desk_failure_pgtest : public desk_test {
protected:
    pg::pool_options through_gate() const {
        auto o = options();
        o.url = way.url();
        return o;
    }

    // Rising bids of several people on two lots; every one is acceptable.
    std::vector<offer> eight_bids() {
        const auto bidders = people(4);
        std::vector<offer> bids;
        for (int i = 0; i < 8; ++i)
            bids.push_back(intent(lots[static_cast<std::size_t>(i) % 2], bidders[static_cast<std::size_t>(i) % 4], 100'00 + i * 100'00));
        return bids;
    }

    // Does this the first time a bid of `amount` is stored; a sequence remembers it beyond a rollback.
    void once_at(std::int64_t amount, const std::string& what) {
        db.execute(
            fmt::format("create sequence times; create function go_wrong() returns trigger language plpgsql as $$ begin "
                        "if new.max_amount = {} and nextval('times') = 1 then {}; end if; return new; end $$; "
                        "create trigger goes_wrong before insert on bids for each row execute function go_wrong()",
                        amount, what));
    }

    bool reachable() {
        static const pg::statement anything_sql{"test.anything", "select 1 as one"};
        boost::asio::post(io, [] {});  // something to turn
        try {
            run(gated_pool.query(soon(), anything_sql));
            return true;
        } catch (const pg::unavailable&) {
            return false;
        }
    }

    void expect_all_stored_once(const std::vector<ending>& endings) {
        for (const auto& each : endings) {
            ASSERT_TRUE(each.accepted());
            EXPECT_EQ(number(fmt::format("select count(*) from bids where hash = '\\x{}' and seq = {}", hex((*each.answer)->receipt.hash),
                                         (*each.answer)->seq)),
                      1);
        }
        EXPECT_EQ(db.scalar("select count(*) from bids"), std::to_string(endings.size()));
        for (const auto where : lots) expect_whole(where);
    }

    const account_id seller = account("olena");
    const std::vector<gavel::lot_id> lots{lot(seller), lot(seller)};
    gavel::test::gate way{io, db};
    pg::pool gated_pool{io, through_gate()};
    bench gated{io, gated_pool, settings};
};

TEST_F(desk_failure_pgtest, a_poisoned_bid_fails_alone) {
    db.execute("alter table bids add constraint bids_poison check (max_amount <> 40000)");
    const auto bids = eight_bids();
    const auto endings = together(bids);
    for (std::size_t i = 0; i < bids.size(); ++i) {
        const bool poisoned = bids[i].max.amount == 400'00;
        EXPECT_EQ(endings[i].accepted(), !poisoned) << i;
        EXPECT_EQ(endings[i].failed_with<pg::error>(), poisoned) << i;
    }
    EXPECT_EQ(db.scalar("select count(*) from bids"), "7");
    for (const auto where : lots) expect_whole(where);
}

TEST_F(desk_failure_pgtest, a_deadlock_is_survived) {
    once_at(500'00, "raise exception 'deadlock' using errcode = 'deadlock_detected'");
    expect_all_stored_once(together(eight_bids()));
}

TEST_F(desk_failure_pgtest, a_connection_lost_before_the_commit_loses_nothing) {
    once_at(500'00, "perform pg_terminate_backend(pg_backend_pid())");
    expect_all_stored_once(together(eight_bids()));
}

TEST_F(desk_failure_pgtest, an_answer_lost_after_the_commit_is_found_again) {
    const auto bids = eight_bids();
    together(gated, {bids[0]}, soon());  // connects and prepares
    way.lose_next_commit_answer();
    const auto endings = together(gated, bids, soon());
    expect_all_stored_once(endings);
    EXPECT_EQ(db.scalar("select count(distinct placed_at) from bids"), "2") << "the lost transaction was kept, nothing was decided again";
}

TEST_F(desk_failure_pgtest, while_postgresql_is_away_callers_are_told_and_then_it_goes_on) {
    const auto bids = eight_bids();
    way.close();
    for (const auto& each : together(gated, bids, soon())) EXPECT_TRUE(each.failed_with<pg::unavailable>());
    EXPECT_EQ(db.scalar("select count(*) from bids"), "0");
    way.open();
    turn_until([&] { return reachable(); });  // the pool backs off for a moment
    expect_all_stored_once(together(gated, bids, soon()));
}

TEST_F(desk_failure_pgtest, a_client_that_hangs_up_changes_nothing) {
    const auto anna = account("anna");
    server there(options(2), settings);
    http::router routes;
    add_routes(routes, there.bidding.bids);
    http::options chosen;
    chosen.listen = "127.0.0.1:0";
    http::server web(chosen, there.bidding.life, nullptr);
    const http::authenticator is_anna = [anna](const http::request&) -> boost::asio::awaitable<std::optional<http::principal>> {
        co_return http::principal{anna, session_id{1}};
    };
    std::promise<std::uint16_t> listening;
    boost::asio::post(there.io, [&] { listening.set_value(web.listen(there.io, routes, is_anna, nullptr)); });
    const auto port = listening.get_future().get();

    db.execute(fmt::format("begin; select from standings where lot_id = {} for update", lots[0].value));
    {
        const std::string body = R"({"max": {"amount": 20000, "currency": "UAH"}})";
        boost::asio::ip::tcp::socket client(io);
        client.connect({boost::asio::ip::address_v4::loopback(), port});
        boost::asio::write(client, boost::asio::buffer(fmt::format("POST /api/v1/lots/{}/bids HTTP/1.1\r\nHost: here\r\n"
                                                                   "Content-Type: application/json\r\nIdempotency-Key: {}\r\n"
                                                                   "Content-Length: {}\r\n\r\n{}",
                                                                   lots[0].value, random_uuid(), body.size(), body)));
        while (number("select count(*) from pg_locks where not granted") == 0) {}
    }
    db.execute("commit");
    while (number("select count(*) from bids") == 0) {}
    expect_whole(lots[0]);
    there.bidding.life.request_stop();
    EXPECT_TRUE(there.bidding.life.wait_idle(soon()));
}

TEST_F(desk_failure_pgtest, nobody_is_tried_again_beyond_the_deadline) {
    db.execute(fmt::format("begin; select from standings where lot_id = {} for update", lots[0].value));
    const auto bids = eight_bids();
    const auto endings = together(here, bids, runtime::within(300ms));
    db.execute("commit");
    for (const auto& each : endings) EXPECT_TRUE(each.failure) << "the whole batch waited for the lock";
    EXPECT_EQ(db.scalar("select count(*) from bids"), "0");
    expect_all_stored_once(together(bids));
}

}  // namespace
}  // namespace gavel::bidding::test
