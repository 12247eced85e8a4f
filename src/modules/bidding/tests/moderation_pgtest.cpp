// Moderators and suspensions against PostgreSQL.
#include "modules/accounts/errors.hpp"
#include "modules/bidding/suspensions.hpp"
#include "modules/bidding/tests/auction_fixture.hpp"

#include <gtest/gtest.h>

namespace gavel::bidding::test {
namespace {

class moderation_pgtest : public auction_test {
protected:
    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys"), staff = account("staff");
    suspensions banned{pool, settings};

    std::string freeze(account_id who, lot_id lot) {
        return shown(run(here.acts.freeze(by_moderator(who, lot), act_reason::complaint, soon())));
    }
    std::string resume(account_id who, lot_id lot) {
        return shown(run(here.acts.resume(by_moderator(who, lot), act_reason::resolved, soon())));
    }
    std::string remove(account_id who, lot_id lot) {
        return shown(run(here.acts.remove(by_moderator(who, lot), act_reason::prohibited_item, soon())));
    }
    std::string suspend(account_id who, account_id whom, role of = role::moderator) {
        const auto done = run(banned.suspend(who, of, whom, "Bids and never pays", soon()));
        return done ? fmt::format("{} {}", done->cancelled_on.size(), done->frozen_on.size()) : std::string(done.error().kind().slug);
    }
    // What the worker would do by now.
    boost::asio::awaitable<void> work_off(std::string id) {
        auto job = jobs::job();
        job.id = std::stoll(id);
        job.kind = "bidding.suspension";
        job.payload = boost::json::parse(db.scalar("select payload from jobs where id = " + id)).as_object();
        db.execute("update jobs set state = 'running', attempts = 1 where id = " + id);
        co_await suspension_job(here.acts).run(job, pool);
    }
    void work_off_suspensions() {
        for (int i = 0; i < 10; ++i) {
            const auto next = db.scalar("select min(id) from jobs where kind = 'bidding.suspension' and state = 'waiting'");
            if (next.empty()) return;
            run(work_off(next));
        }
        FAIL() << "the jobs do not end";
    }
};

TEST_F(moderation_pgtest, a_frozen_lot_waits_and_goes_on_with_what_it_had) {
    const auto where = lot(olena, {.lasts = 10min});
    place(where, anna, 300'00);
    EXPECT_EQ(shown(run(here.acts.freeze(by(anna, where), act_reason::complaint, soon()))), "moderators-only");
    EXPECT_EQ(resume(staff, where), "lot-not-frozen");
    EXPECT_EQ(freeze(staff, where), "frozen 100/1");
    EXPECT_EQ(events(where), fmt::format("frozen {}, frozen {}", olena.value, anna.value));
    EXPECT_EQ(freeze(staff, where), "lot-frozen");
    EXPECT_EQ(place(where, borys, 500'00).error().kind().slug, "lot-frozen");
    EXPECT_EQ(resume(staff, where), "100/1");
    EXPECT_EQ(db.scalar("select ends_at between clock_timestamp() + interval '29 minutes' and clock_timestamp() + interval '30 minutes' "
                        "and frozen_at is null from standings"),
              "t");
    EXPECT_EQ(place(where, staff, 500'00).error().kind().slug, "not-admitted") << "who decided about the lot does not bid on it";
    EXPECT_TRUE(place(where, borys, 500'00));
    expect_whole(where);
}

TEST_F(moderation_pgtest, nobody_decides_about_a_lot_they_take_part_in) {
    const auto own = lot(staff), bid_on = lot(olena);
    place(bid_on, staff, 300'00);
    EXPECT_EQ(freeze(staff, own), "moderator-involved");
    EXPECT_EQ(freeze(staff, bid_on), "moderator-involved");
    EXPECT_EQ(remove(staff, bid_on), "moderator-involved");
}

TEST_F(moderation_pgtest, a_moderator_ends_a_lot_also_a_frozen_one_without_a_strike) {
    const auto running = lot(olena), frozen = lot(olena);
    place(running, anna, 300'00);
    EXPECT_EQ(freeze(staff, frozen), "frozen -");
    EXPECT_EQ(remove(staff, running), "cancelled 100/1");
    EXPECT_EQ(remove(staff, frozen), "cancelled -");
    EXPECT_EQ(db.scalar("select count(*) from strikes"), "0");
    EXPECT_EQ(db.scalar("select string_agg(distinct cancelled_for, ',') from standings"), "prohibited_item");
    for (const auto where : {running, frozen}) expect_whole(where);
}

TEST_F(moderation_pgtest, a_suspended_account_neither_bids_nor_buys) {
    const auto where = lot(olena, {.buy_now = 1000'00});
    EXPECT_EQ(suspend(staff, anna), "0 0");
    EXPECT_EQ(place(where, anna, 300'00).error().kind().slug, "account-suspended");
    EXPECT_EQ(shown(run(here.acts.buy(by(anna, where), money{1000'00, {}}, soon()))), "account-suspended");
    const auto stands = run(here.bids.relation(anna, false, where, soon())).value();
    EXPECT_EQ(stands.may[static_cast<std::size_t>(action::bid)].refusal, &account_suspended);
    EXPECT_TRUE(run(banned.restore(role::moderator, anna, soon())));
    EXPECT_TRUE(place(where, anna, 300'00));
}

TEST_F(moderation_pgtest, the_bids_of_a_suspended_account_go_and_lots_in_their_last_hour_are_frozen_first) {
    const auto far = lot(olena, {.lasts = 5h}), near = lot(olena, {.lasts = 30min}), without = lot(olena);
    for (const auto where : {far, near}) {
        place(where, anna, 300'00);
        place(where, borys, 500'00);
    }
    place(without, anna, 300'00);
    EXPECT_EQ(suspend(staff, borys), "2 1");
    work_off_suspensions();
    EXPECT_EQ(db.scalar(fmt::format("select state || ' ' || price || ' ' || leader_number from standings where lot_id = {}", far.value)),
              "running 10000 1");
    EXPECT_EQ(db.scalar(fmt::format("select state || ' ' || price || ' ' || leader_number from standings where lot_id = {}", near.value)),
              "frozen 10000 1");
    EXPECT_EQ(db.scalar(fmt::format("select string_agg(kind || ' ' || actor || ' ' || (content->>'reason'), ', ' order by seq) from acts "
                                    "where lot_id = {} and seq > 1",
                                    near.value)),
              "frozen system suspended, bids_cancelled system suspended");
    EXPECT_EQ(resume(staff, near), "100/1");
    for (const auto where : {far, near, without}) expect_whole(where);
}

TEST_F(moderation_pgtest, a_suspension_that_ended_cancels_nothing_more) {
    const auto where = lot(olena);
    place(where, anna, 300'00);
    EXPECT_EQ(suspend(staff, anna), "1 1");
    EXPECT_TRUE(run(banned.restore(role::moderator, anna, soon())));
    work_off_suspensions();
    EXPECT_EQ(db.scalar("select count(*) from bid_voids"), "0");
}

TEST_F(moderation_pgtest, suspending_again_changes_nothing_and_staff_is_the_operators_business) {
    EXPECT_EQ(suspend(staff, anna), "0 0");
    const auto since = db.scalar(fmt::format("select suspended_at from accounts where id = {}", anna.value));
    EXPECT_EQ(suspend(staff, anna), "0 0");
    EXPECT_EQ(db.scalar(fmt::format("select suspended_at from accounts where id = {}", anna.value)), since);
    EXPECT_EQ(db.scalar("select count(*) from jobs where kind = 'bidding.suspension'"), "2") << "one now, one for bids that were in flight";

    EXPECT_EQ(suspend(staff, staff), "protected-account");
    EXPECT_EQ(suspend(staff, account_id{999'999}), "account-not-found");
    db.execute(fmt::format("update accounts set role = 'moderator' where id = {}", borys.value));
    EXPECT_EQ(suspend(staff, borys), "protected-account");
    EXPECT_EQ(suspend(staff, borys, role::host), "0 0");
    EXPECT_EQ(run(banned.restore(role::moderator, borys, soon())).error().kind().slug, "protected-account");
}

}  // namespace
}  // namespace gavel::bidding::test
