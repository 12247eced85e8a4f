// The doctor: a healthy auction has no findings, and each damage done behind the schema's back is found and called by its name.
#include "app/doctor.hpp"

#include "modules/bidding/tests/auction_fixture.hpp"
#include "modules/ledger/ledger.hpp"
#include "modules/media/keys.hpp"
#include "platform/storage/tests/stores.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <filesystem>
#include <ostream>

namespace gavel::app {
namespace {

using namespace std::chrono_literals;

using testing::ElementsAre;
using testing::IsEmpty;

// Two lots, one with bids, and money in a wallet, some of it held.
class doctor_pgtest : public bidding::test::auction_test {
protected:
    doctor_pgtest() {
        for (auto* each : {&bid_on, &quiet}) {
            *each = lot(olena);
            db.execute(
                "update lots set state = 'published', title = 'Монета', description = 'Опис', category_id = 'coins-ukraine',"
                " condition = 'good', location = 'Київ', shipping = '[{\"method\": \"pickup\"}]', start_amount = 10000,"
                " starts_at = clock_timestamp(), duration_s = 3600, published_at = clock_timestamp() where state = 'draft'");
        }
        run(here.bids.place(intent(bid_on, anna, 300'00), soon()));
        run(here.bids.place(intent(bid_on, borys, 500'00), soon()));
        run(bring_money());
        db.execute(
            "insert into ledger_holds (book, currency, amount, subject, expires_at) select name, currency, 100, 'deposit:1',"
            " clock_timestamp() + interval '1 day' from ledger_books where kind = 'wallet';"
            "insert into deposits (lot_id, account_id, amount, currency, state, hold_id, expires_at)"
            " select " +
            bid_on.text() + ", " + anna.text() + ", 100, 'UAH', 'active', id, expires_at from ledger_holds");
    }

    boost::asio::awaitable<void> bring_money() {
        ledger::posting p;
        p.key = "payment:1:captured";
        p.reason = "payment";
        p.subject = "payment:1";
        p.currency = currency{};
        p.entries.push_back({ledger::outside("card"), -1000});
        p.entries.push_back({ledger::wallet_of(anna), 1000});
        auto tx = co_await pool.begin(soon());
        co_await ledger::post(tx, std::move(p));
        co_await tx.commit();
    }

    // As a superuser can and nobody else: neither triggers nor foreign keys see it.
    void tamper(const std::string& sql) {
        db.execute("set session_replication_role = replica; " + sql + "; set session_replication_role = origin");
    }

    std::vector<std::string> found(storage::store* media = nullptr) {
        std::vector<std::string> rules;
        for (const auto& each : run(examine(pool, media, soon())).checks)
            for (const auto& f : each.findings) rules.push_back(each.check + " " + f.rule);
        return rules;
    }

    const account_id olena = account("olena"), anna = account("anna"), borys = account("borys");
    lot_id bid_on, quiet;
};

TEST_F(doctor_pgtest, a_healthy_auction) {
    std::vector<std::string> told;
    const auto all = run(examine(pool, nullptr, soon(), [&](const examined& one) { told.push_back(to_text(one)); }));
    EXPECT_TRUE(all.well());
    EXPECT_THAT(all.left_out, ElementsAre("media"));
    ASSERT_EQ(told.size(), 5u);
    EXPECT_THAT(told[0], testing::MatchesRegex("schema: [0-9]+ migrations, [0-9]+ constraints: well"));
    EXPECT_EQ(told[1], "ledger: 2 books, 1 transactions: well");
    EXPECT_EQ(told[2], "audit: 2 lots, 4 records: well");
    EXPECT_EQ(told[3], "orphans: 2 lots, 2 bids, 0 files, 0 orders, 0 payments: well");
    EXPECT_EQ(told[4], "work: 1 jobs, 0 letters: well");
}

struct damage {
    const char* sql;
    std::vector<std::string> rules;
};
void PrintTo(const damage& d, std::ostream* out) { *out << d.sql; }

class doctor_damage_pgtest : public doctor_pgtest, public testing::WithParamInterface<damage> {};

TEST_P(doctor_damage_pgtest, is_found_by_name) {
    tamper(GetParam().sql);
    EXPECT_THAT(found(), testing::UnorderedElementsAreArray(GetParam().rules));
}

INSTANTIATE_TEST_SUITE_P(
    schema, doctor_damage_pgtest,
    testing::Values(
        damage{"delete from schema_migrations where version = (select max(version) from schema_migrations)", {"schema schema_not_served"}},
        damage{"update schema_migrations set checksum = 'x' where version = 3", {"schema schema_not_served"}},
        damage{"alter table lots drop constraint lots_title_length", {"schema changed_by_hand", "schema constraint_missing"}},
        damage{"alter table bid_voids drop constraint bid_voids_of_bid", {"schema changed_by_hand", "schema constraint_missing"}},
        damage{"alter table orders add constraint mine check (id > 0) not valid",
               {"schema changed_by_hand", "schema constraint_unchecked"}},
        damage{"alter table lots add column mine integer", {"schema changed_by_hand"}},
        damage{"drop index lots_newest", {"schema changed_by_hand"}},
        damage{"drop trigger bids_append_only on bids", {"schema changed_by_hand"}},
        damage{"alter table bids disable trigger bids_append_only", {"schema trigger_disabled"}},
        damage{"update pg_index set indisvalid = false where indexrelid = 'lots_newest'::regclass", {"schema index_invalid"}}));

INSTANTIATE_TEST_SUITE_P(
    ledger, doctor_damage_pgtest,
    testing::Values(
        damage{"update ledger_books set balance = balance + 5 where kind = 'wallet'",
               {"ledger currency_unbalanced", "ledger balance_wrong"}},
        damage{"update ledger_holds set expires_at = clock_timestamp() - interval '2 hours'", {"ledger hold_overdue"}},
        damage{"insert into payments (subject_kind, subject_id, payer_id, amount, currency, hold, title, return_path, pay_until)"
               " select 'deposit', d.id, d.account_id, 7, 'UAH', false, 'x', '/x', clock_timestamp() from deposits d;"
               "insert into payment_attempts (payment_id, provider, provider_order, amount, currency, hold, expires_at, state, captured)"
               " select id, 'fondy', 'order-number-1', 7, 'UAH', false, clock_timestamp(), 'approved', 7 from payments",
               {"ledger attempt_unposted", "ledger provider_differs"}},
        damage{"insert into orders (buyer_id, seller_id, state, currency, hammer, premium, commission, payment_id, paid_at, due_at)"
               " select 2, 1, 'paid', 'UAH', 1000, 0, 0, 5, clock_timestamp(), clock_timestamp()",
               {"ledger escrow_wrong", "orphans order_without_payment"}},
        damage{"insert into service_purchases (account_id, service, currency, price, state, pay_until, paid_at, paid_from, listings)"
               " values (1, 'listings_10', 'UAH', 100, 'paid', clock_timestamp() + interval '1 day', clock_timestamp(), 'wallet', 10)",
               {"ledger purchase_unposted"}}));

INSTANTIATE_TEST_SUITE_P(audit, doctor_damage_pgtest,
                         testing::Values(damage{"update bids set max_amount = max_amount + 100 where seq = 3", {"audit record_wrong"}},
                                         damage{"delete from bids where seq = 2", {"audit record_wrong"}},
                                         damage{"delete from acts", {"audit record_wrong", "audit record_wrong"}},
                                         damage{"update standings set price = price + 1 where price is not null", {"audit record_wrong"}},
                                         damage{"update participants set max_amount = max_amount + 1 where number = 1",
                                                {"audit record_wrong"}}));

INSTANTIATE_TEST_SUITE_P(
    orphans, doctor_damage_pgtest,
    testing::Values(
        damage{"delete from standings where price is null; delete from acts a where not exists (select from standings s where s.lot_id = "
               "a.lot_id)",
               {"orphans lot_without_standing"}},
        damage{"update lots set state = 'draft' where id = (select max(id) from lots)", {"orphans standing_of_draft"}},
        damage{"delete from deposits; delete from ledger_holds; update ledger_books set reserved = 0;"
               "delete from standings where price is not null; delete from acts a where lot_id = (select min(id) from lots);"
               "delete from lots where id = (select min(id) from lots)",
               {"orphans bids_without_lot", "orphans bidders_without_lot"}},
        damage{"delete from accounts where display_name = 'borys'", {"orphans bidder_without_account"}},
        damage{"insert into media_files (owner_id, purpose, holder_id, position, token, content_type, bytes)"
               " values (1, 'order_photo', 1, 1, repeat('a', 32), 'image/jpeg', 9), (1, 'lot_photo', 999, 1, repeat('b', 32), 'image/jpeg',"
               " 9), (1, 'avatar', 1, 1, repeat('c', 32), 'image/jpeg', 9)",
               {"orphans file_without_holder", "orphans file_without_holder"}},
        damage{"insert into order_messages (order_id, account_id, by_party, text, files, idempotency_key)"
               " values (1, 1, 'buyer', 'x', '{5}', gen_random_uuid())",
               {"orphans message_without_file"}},
        damage{"insert into service_purchases (account_id, service, currency, price, state, pay_until, paid_at, paid_from, payment_id,"
               " listings) values (1, 'listings_10', 'UAH', 100, 'paid', clock_timestamp() + interval '1 day', clock_timestamp(), 'card',"
               " 5, 10)",
               {"ledger purchase_unposted", "orphans purchase_without_payment"}},
        damage{"insert into payments (subject_kind, subject_id, payer_id, amount, currency, hold, title, return_path, pay_until)"
               " select kind, 99, 1, 7, 'UAH', false, 'x', '/x', clock_timestamp() from unnest(array['order', 'service', 'deposit']) kind",
               {"orphans payment_for_nothing", "orphans payment_for_nothing", "orphans payment_for_nothing"}},
        damage{"update deposits set lot_id = 999", {"orphans deposit_without_lot"}},
        damage{"delete from deposits", {"orphans hold_for_nothing"}},
        damage{"update ledger_entries set book = 'escrow:order:99' where book like 'wallet:%'; update ledger_books set balance = 0, entries"
               " = 0, reserved = 0 where kind = 'wallet'; delete from deposits; delete from ledger_holds;"
               "insert into ledger_books (name, currency, balance, entries) values ('escrow:order:99', 'UAH', 1000, 1)",
               {"orphans escrow_for_nothing"}}));

INSTANTIATE_TEST_SUITE_P(
    work, doctor_damage_pgtest,
    testing::Values(
        damage{"insert into jobs (kind, payload, state, attempts, finished_at) values ('mail.send', '{}', 'dead', 9, clock_timestamp())",
               {"work job_dead"}},
        damage{"insert into jobs (kind, payload, due_at) values ('mail.send', '{}', clock_timestamp() - interval '2 hours')",
               {"work job_late"}},
        damage{"insert into mail_letters (name, class, language, recipient, contents, due_at) select 'outbid', class, 'uk', 'a@b.example',"
               " '{}', clock_timestamp() - interval '25 hours' from unnest(array['notice', 'bulk']) class",
               {"work letter_late"}},
        damage{"insert into outages (began_at, ended_at) select t - interval '2 hours', t - interval '90 minutes' from clock_timestamp() t",
               {"work outage_unswept"}}));

// A backup of yesterday is not late by its age.
TEST_F(doctor_pgtest, lateness_ends_with_the_last_moment_somebody_served) {
    tamper(
        "insert into jobs (kind, payload, due_at) values ('mail.send', '{}', clock_timestamp() - interval '1 day');"
        "insert into mail_letters (name, class, language, recipient, contents, due_at)"
        " values ('outbid', 'notice', 'uk', 'a@b.example', '{}', clock_timestamp() - interval '2 days');"
        "update ledger_holds set expires_at = clock_timestamp() - interval '1 day'");
    EXPECT_THAT(found(), ElementsAre("ledger hold_overdue", "work job_late", "work letter_late"));
    db.execute("update service_pulse set beat_at = clock_timestamp() - interval '30 hours'");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(doctor_pgtest, at_most_twenty_of_a_rule_are_told_and_the_others_counted) {
    tamper("insert into participants (lot_id, bidder_id, number, last_bid_at) select n, " + olena.text() +
           ", 1, clock_timestamp() from generate_series(1000, 1024) n");
    const auto all = run(examine(pool, nullptr, soon()));
    const auto& orphans = all.checks[3];
    EXPECT_EQ(orphans.findings.size(), findings_max);
    EXPECT_EQ(orphans.untold, 5);
    EXPECT_EQ(to_text(orphans.findings.front()), "bidders_without_lot: 1 bidders of lot 1000, which has no standing");
}

TEST_F(doctor_pgtest, nothing_else_is_asked_of_the_schema_of_another_release) {
    tamper("delete from schema_migrations where version > 2; drop table deposits");
    const auto all = run(examine(pool, nullptr, soon()));
    EXPECT_EQ(all.checks.size(), 1u);
    EXPECT_THAT(all.left_out, ElementsAre("ledger", "audit", "media", "orphans", "work"));
    EXPECT_FALSE(all.well());
}

TEST_F(doctor_pgtest, database_and_store_both_ways) {
    storage::store_of_test place(storage::kind::disk, io);
    EXPECT_THAT(found(place.store.get()), IsEmpty());
    tamper(
        "insert into media_files (owner_id, purpose, holder_id, position, state, token, content_type, bytes, name, kind, rendition)"
        " values (1, 'lot_document', " +
        quiet.text() + ", 1, 'ready', repeat('a', 32), 'application/pdf', 9, 'a.pdf', 'pdf', repeat('b', 32))");
    EXPECT_THAT(found(place.store.get()), ElementsAre("media object_missing"));
    run(place.store->put(media::public_key(std::string(32, 'b'), media::document_name), std::make_shared<const std::string>("%PDF"),
                         "application/pdf", soon()));
    EXPECT_THAT(found(place.store.get()), IsEmpty());
    const auto stranger = media::public_key(std::string(32, 'c'), media::document_name);
    run(place.store->put(stranger, std::make_shared<const std::string>("%PDF"), "application/pdf", soon()));
    EXPECT_THAT(found(place.store.get()), IsEmpty()) << "somebody may be working on it";
    for (const auto& each : std::filesystem::recursive_directory_iterator(place.folder))
        std::filesystem::last_write_time(each, std::filesystem::file_time_type::clock::now() - 2h);
    EXPECT_THAT(found(place.store.get()), ElementsAre("media object_unknown"));
}

}  // namespace
}  // namespace gavel::app
