// Deposits from the seller's wish to the end of the lot, with real bids in between.
#include "modules/deposits/tests/deposits_fixture.hpp"
#include "platform/http/problems.hpp"

namespace gavel::deposits {
namespace {

using deposits_pgtest = deposits_fixture;

TEST_F(deposits_pgtest, the_seller_asks_for_one_until_the_first_bid) {
    EXPECT_EQ(required(one), 0);
    ask(fixed(40'00));
    EXPECT_EQ(required(one), 40'00);
    ask(share(33));
    EXPECT_EQ(required(one), 33'00) << "of the start price of 100";
    db.execute(fmt::format("update standings set start_amount = 150 where lot_id = {}", one.value));
    EXPECT_EQ(required(one), 50) << "half a kopiyka is rounded up, and an edited start counts";
    EXPECT_EQ(code(run(deposits.ask_no_more(one, anna, false, soon()))), "lot-not-found");
    EXPECT_EQ(code(run(deposits.ask_no_more(one, anna, true, soon()))), "") << "a moderator";
    EXPECT_EQ(required(one), 0);
    ASSERT_TRUE(place(one, anna, 100'00));
    EXPECT_TRUE(run(deposits.ask(one, olena, false, share(10), soon())).error().is(deposit_too_late));
    EXPECT_EQ(required(one), 0);
}

TEST_F(deposits_pgtest, a_draft_may_ask_before_it_is_published) {
    const auto draft =
        *lot_id::parse(db.scalar(fmt::format("insert into lots (seller_id, start_amount) values ({}, 20000) returning id", olena.value)));
    ASSERT_TRUE(run(deposits.ask(draft, olena, false, share(10), soon())));
    EXPECT_TRUE(run(deposits.look(draft, anna, soon())).error().is(no_such_lot));
    EXPECT_EQ(run(deposits.look(draft, olena, soon()))->required->amount, 20'00);
    lots::published_lot published;
    published.lot = draft;
    published.seller = olena;
    published.start_price.amount = 300'00;
    published.now = published.starts_at = database_now();
    published.ends_at = published.starts_at + std::chrono::hours(1);
    run(publish(published));
    EXPECT_EQ(required(draft), 30'00);
}

TEST_F(deposits_pgtest, what_cannot_be_asked_for) {
    const auto refused = run(deposits.ask(one, olena, false, fixed(chosen.amount_max + 1), soon()));
    EXPECT_TRUE(refused.error().is(http::invalid_input));
    EXPECT_EQ(refused.error().fields().at("max"), chosen.amount_max);
    const deposits::terms dollars{money{100, *currency::parse("USD")}, std::nullopt};
    EXPECT_TRUE(run(deposits.ask(one, olena, false, dollars, soon())).error().is(http::invalid_input));
    EXPECT_TRUE(run(deposits.ask(lot_id{999}, olena, true, share(5), soon())).error().is(no_such_lot));
}

TEST_F(deposits_pgtest, nobody_bids_without_one) {
    ask(fixed(40'00));
    const auto refused = place(one, anna, 100'00);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::deposit_required));
    EXPECT_EQ(refused.error().fields().at("deposit").at("amount"), 40'00);
    const auto unpaid = make(anna);
    EXPECT_EQ(unpaid.state, state::unpaid);
    EXPECT_FALSE(place(one, anna, 100'00)) << "to be paid is not paid";
    bring(anna, 100'00);
    const auto active = make(anna);
    EXPECT_EQ(active.id, unpaid.id);
    EXPECT_EQ(active.state, state::active) << "there is enough in the wallet by now";
    EXPECT_EQ(wallet(anna), "10000/4000");
    EXPECT_TRUE(place(one, anna, 100'00));
    EXPECT_EQ(make(anna).id, active.id);
    EXPECT_TRUE(place(lot(olena), borys, 100'00)) << "other lots need none";
    expect_whole(one);
}

TEST_F(deposits_pgtest, nobody_buys_at_once_without_one) {
    const auto shop = lot(olena, {.buy_now = 200'00});
    ASSERT_TRUE(run(deposits.ask(shop, olena, false, fixed(40'00), soon())));
    const auto may = run(here.bids.relation(anna, false, shop, soon()));
    EXPECT_EQ(may->may[static_cast<std::size_t>(bidding::action::buy_now)].refusal, &bidding::deposit_required);
    EXPECT_EQ(may->may[static_cast<std::size_t>(bidding::action::bid)].refusal, &bidding::deposit_required);
}

TEST_F(deposits_pgtest, is_paid_by_card_and_stays_in_the_wallet) {
    ask(fixed(40'00));
    const auto mine = make(anna);
    EXPECT_TRUE(bill(mine, borys).error().is(http::not_found));
    const auto due = bill(mine, anna);
    ASSERT_TRUE(due);
    EXPECT_EQ(due->due.amount, 40'00);
    EXPECT_EQ(due->pay_until, stored(one).ends_at);
    EXPECT_EQ(due->return_path, "/lots/" + one.text());
    EXPECT_THAT(due->title, testing::StartsWith("Гарантійний внесок: "));
    bring(anna, 40'00);
    EXPECT_FALSE(on_paid(paid(mine, 39'00))) << "another amount";
    EXPECT_TRUE(on_paid(paid(mine, 40'00)));
    EXPECT_EQ(wallet(anna), "4000/4000");
    EXPECT_TRUE(bill(mine, anna).error().is(deposit_not_due));
    EXPECT_FALSE(on_paid(paid(mine, 40'00))) << "a second payment is given back";
    EXPECT_TRUE(place(one, anna, 100'00));
    EXPECT_FALSE(on_refund(paid(mine, 40'00))) << "bound by a bid";
    expect_sound_books();
}

TEST_F(deposits_pgtest, money_that_comes_too_late_is_not_taken) {
    ask(fixed(40'00));
    const auto mine = make(anna);
    close(one);
    EXPECT_TRUE(bill(mine, anna).error().is(deposit_not_due));
    bring(anna, 40'00);
    EXPECT_FALSE(on_paid(paid(mine, 40'00)));
    EXPECT_EQ(wallet(anna), "4000/0");
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(states(), "released");
    EXPECT_TRUE(on_refund(paid(mine, 40'00)));
}

TEST_F(deposits_pgtest, is_taken_back_while_nothing_binds_it) {
    ask(fixed(40'00));
    bring(anna, 40'00);
    make(anna);
    EXPECT_EQ(take_back(borys), "") << "there is none";
    EXPECT_EQ(take_back(anna), "");
    EXPECT_EQ(wallet(anna), "4000/0");
    EXPECT_FALSE(place(one, anna, 100'00));
    const auto second = make(anna);
    EXPECT_EQ(states(), "released active");
    EXPECT_TRUE(place(one, anna, 100'00));
    bring(borys, 40'00);
    make(borys);
    EXPECT_TRUE(place(one, borys, 200'00));
    EXPECT_EQ(take_back(anna), "deposit-bound") << "may lead again if others take their bids back";
    EXPECT_EQ(take_back(borys), "deposit-bound");
    EXPECT_EQ(second.state, state::active);
}

TEST_F(deposits_pgtest, losers_get_theirs_back_and_the_winner_when_the_order_is_paid) {
    ask(fixed(40'00));
    for (const auto who : {anna, borys}) {
        bring(who, 50'00);
        make(who);
    }
    EXPECT_TRUE(place(one, anna, 100'00));
    EXPECT_TRUE(place(one, borys, 200'00));
    EXPECT_EQ(sweep(), 0) << "while the lot runs";
    close(one);
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(sweep(), 0);
    EXPECT_EQ(states(), "released active");
    EXPECT_EQ(wallet(anna), "5000/0");
    EXPECT_EQ(news(), "anna:deposit_taken borys:deposit_taken anna:deposit_released:to_wallet");
    EXPECT_EQ(wallet(borys), "5000/4000");
    EXPECT_EQ(take_back(borys), "deposit-bound") << "won";
    release_later(borys);
    EXPECT_FALSE(released(borys));
    EXPECT_FALSE(forfeited(borys)) << "once free it is free";
    EXPECT_EQ(wallet(borys), "5000/0");
    expect_sound_books();
}

TEST_F(deposits_pgtest, who_does_not_pay_loses_it_to_the_seller) {
    ask(fixed(40'00));
    bring(anna, 50'00);
    const auto mine = make(anna);
    EXPECT_TRUE(place(one, anna, 100'00));
    close(one);
    EXPECT_EQ(sweep(), 0);
    EXPECT_TRUE(forfeited(anna));
    EXPECT_FALSE(forfeited(anna));
    EXPECT_FALSE(released(anna));
    EXPECT_EQ(states(), "forfeited");
    EXPECT_EQ(wallet(anna), "1000/0");
    EXPECT_EQ(wallet(olena), "4000/0");
    EXPECT_EQ(news(), "anna:deposit_taken anna:deposit_forfeited olena:deposit_forfeited");
    EXPECT_EQ(db.scalar("select reason || ' ' || subject from ledger_transactions order by id desc limit 1"),
              "deposit_forfeited deposit:" + mine.id.text());
    EXPECT_FALSE(on_refund(paid(mine, 40'00)));
    EXPECT_EQ(sweep(), 0);
    expect_sound_books();
}

TEST_F(deposits_pgtest, or_to_the_site) {
    chosen.forfeited_to = "site";
    ask(fixed(40'00));
    bring(anna, 40'00);
    make(anna);
    EXPECT_TRUE(place(one, anna, 100'00));
    close(one);
    EXPECT_TRUE(forfeited(anna));
    EXPECT_EQ(db.scalar("select balance from ledger_books where name = 'income:forfeits'"), "4000");
    EXPECT_EQ(news(), "anna:deposit_taken anna:deposit_forfeited");
}

TEST_F(deposits_pgtest, other_terms_and_a_lot_taken_back_set_them_free) {
    bring(anna, 100'00);
    ask(fixed(40'00));
    make(anna);
    ask(fixed(60'00));
    EXPECT_EQ(wallet(anna), "10000/0");
    make(anna);
    EXPECT_EQ(wallet(anna), "10000/6000");
    EXPECT_EQ(code(run(deposits.ask_no_more(one, olena, false, soon()))), "");
    EXPECT_EQ(wallet(anna), "10000/0");
    EXPECT_TRUE(run(deposits.make(one, anna, soon())).error().is(deposit_not_needed));
    one = lot(olena, {.begins = std::chrono::hours(1)});
    ask(fixed(10'00));
    make(anna);
    db.execute(fmt::format("delete from standings where lot_id = {}", one.value));
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(wallet(anna), "10000/0");
}

TEST_F(deposits_pgtest, one_that_fails_keeps_no_other_waiting) {
    ask(fixed(40'00));
    for (const auto who : {anna, borys}) {
        bring(who, 50'00);
        make(who);
    }
    close(one);
    db.execute(fmt::format(R"sql(
        create function refuse() returns trigger language plpgsql as $$ begin raise exception 'a bad row'; end $$;
        create trigger bad before update on deposits for each row when (old.account_id = {}) execute function refuse())sql",
                           anna.value));
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(states(), "active released") << "the second one, although the first fails";
    EXPECT_THAT(here.numbers.text(), testing::HasSubstr("gavel_deposits_failed_total 1"));
    EXPECT_EQ(sweep(), 0);
    EXPECT_THAT(here.numbers.text(), testing::HasSubstr("gavel_deposits_failed_total 1")) << "is left alone for a while";
    db.execute("drop trigger bad on deposits");
    for (int i = 0; i < worker::rounds_left_alone; ++i) sweep();
    EXPECT_EQ(states(), "released released");
    EXPECT_EQ(wallet(anna), "5000/0");
    expect_sound_books();
}

TEST_F(deposits_pgtest, is_held_on_when_a_lot_goes_on_past_its_time) {
    ask(fixed(40'00));
    bring(anna, 40'00);
    const auto mine = make(anna);
    db.execute("update deposits set expires_at = clock_timestamp() + interval '1 hour'");
    EXPECT_EQ(sweep(), 1);
    EXPECT_EQ(wallet(anna), "4000/4000");
    EXPECT_EQ(db.scalar("select string_agg(state, ' ' order by id) from ledger_holds"), "voided active");
    const auto again = make(anna);
    EXPECT_EQ(again.id, mine.id);
    EXPECT_NE(again.hold, mine.hold);
    EXPECT_EQ(sweep(), 0);
}

TEST_F(deposits_pgtest, who_left_orders_unpaid_makes_one_on_every_lot) {
    const auto until = database_now() + std::chrono::hours(24);
    const auto strike = [&](pg::transaction& tx) -> boost::asio::awaitable<bool> {
        ask_always(tx, anna, until);
        ask_always(tx, anna, until - std::chrono::hours(12));
        co_return true;
    };
    in_transaction(strike);
    const auto refused = place(one, anna, 100'00);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::deposit_required));
    EXPECT_FALSE(refused.error().fields().contains("deposit")) << "GET tells";
    EXPECT_EQ(run(deposits.look(one, anna, soon()))->required->amount, 20'00);
    EXPECT_EQ(required(one), 0) << "others need none";
    bring(anna, 20'00);
    EXPECT_EQ(make(anna).state, state::active);
    EXPECT_TRUE(place(one, anna, 100'00));
    EXPECT_TRUE(place(one, borys, 200'00));
    db.execute("update accounts set deposits_until = clock_timestamp() where deposits_until is not null");
    EXPECT_TRUE(place(lot(olena), anna, 100'00));
}

TEST_F(deposits_pgtest, nobody_leads_with_more_than_the_limit_without_one) {
    chosen.unsecured_max = 500'00;
    limits power(chosen);
    bidding::desk careful(io, pool, here.live, here.life, here.usual, here.numbers, settings, &power);
    here.all_desks = bidding::desks{};
    here.all_desks.add(careful);
    const auto two = lot(olena), three = lot(olena);
    EXPECT_TRUE(place(two, anna, 400'00));
    const auto refused = place(three, anna, 200'00);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::exposure_exceeded));
    EXPECT_EQ(refused.error().fields().at("available").at("amount"), 100'00);
    EXPECT_TRUE(place(two, anna, 500'00)) << "a raise counts the difference";
    ask(fixed(40'00));
    bring(anna, 40'00);
    make(anna);
    EXPECT_TRUE(place(one, anna, 10'000'00)) << "the deposit is the security";
    EXPECT_FALSE(place(three, anna, 100'00));
    EXPECT_TRUE(place(two, borys, 500'00 - 1'00)) << "does not lead";
    EXPECT_FALSE(place(three, anna, 100'00));
    close(two);
    EXPECT_TRUE(place(three, anna, 100'00)) << "what is over binds no more";
}

TEST_F(deposits_pgtest, nor_buys_for_more_than_it) {
    chosen.unsecured_max = 500'00;
    limits power(chosen);
    bidding::desk careful(io, pool, here.live, here.life, here.usual, here.numbers, settings, &power);
    here.all_desks = bidding::desks{};
    here.all_desks.add(careful);
    bidding::acts careful_acts(pool, here.live, here.allowed, here.numbers, settings, &power);
    EXPECT_TRUE(place(lot(olena), anna, 300'00));
    auction_test::terms t;
    t.buy_now = 250'00;
    const auto wanted = lot(olena, t);
    bidding::command asked;
    asked.lot = wanted;
    asked.by = anna;
    asked.idempotency_key = random_uuid();
    const auto refused = run(careful_acts.buy(asked, money{250'00, {}}, soon()));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(bidding::exposure_exceeded));
    EXPECT_EQ(refused.error().fields().at("available").at("amount"), 200'00);
    asked.by = borys;
    EXPECT_TRUE(run(careful_acts.buy(asked, money{250'00, {}}, soon())));
}

TEST_F(deposits_pgtest, come_along_when_a_lot_is_listed_again) {
    ask(share(10));
    close(one);
    const auto again =
        db.scalar(fmt::format("insert into lots (seller_id, relist_of) values ({}, {}) returning id", olena.value, one.value));
    EXPECT_EQ(db.scalar("select percent || ' ' || set_by from deposit_terms where lot_id = " + again), "10 " + olena.text());
}

}  // namespace
}  // namespace gavel::deposits
