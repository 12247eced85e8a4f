// The way of a file, on both stores: from the first byte to what everybody sees, and off again.
#include "modules/media/tests/media_fixture.hpp"

#include "modules/media/comparison.hpp"
#include "modules/media/errors.hpp"
#include "modules/media/rules.hpp"
#include "modules/media/sweeper.hpp"
#include "platform/http/problems.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace gavel::media {
namespace {

using storage::kind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string pdf = "%PDF-1.7\n" + std::string(700'000, 'x') + "\n%%EOF\n";

class media_pgtest : public media_test, public testing::WithParamInterface<kind> {
protected:
    media_pgtest() : media_test(GetParam()) {}

    result<file> change(file_id id, photo_edit e) {
        return joined([&, e](pg::transaction& tx) { return media.change(tx, lot, id, e); });
    }
    result<void> arrange(std::vector<file_id> ids) {
        return joined([&](pg::transaction& tx) { return media.arrange(tx, lot, ids); });
    }
    result<void> remove(file_id id) {
        return joined([&](pg::transaction& tx) { return media.remove(tx, lot, id); });
    }
    void sweep() {
        sweeper one(*parts.store, shared);
        run(one.run_once(pool, soon()));
    }
    comparison compared(std::optional<std::chrono::hours> remove_older_than = std::nullopt) {
        said.clear();
        return run(compare(pool, *parts.store, remove_older_than, [this](const std::string& finding) { said.push_back(finding); }));
    }

    std::vector<std::string> said;
};

TEST_P(media_pgtest, a_photo_from_the_first_byte_to_the_page) {
    const auto anna = person("anna");
    const auto f = sent(anna, lot, test::held_sideways());
    EXPECT_EQ(f.state, file_state::ready) << errors_of_jobs();
    EXPECT_EQ(f.kind, "jpeg");
    EXPECT_EQ(f.width, 300) << "as it is meant to be seen";
    EXPECT_EQ(f.height, 400);
    EXPECT_EQ(f.widths, (std::vector<std::int64_t>{240, 300}));
    EXPECT_THAT(f.placeholder, testing::StartsWith("data:image/webp;base64,"));
    EXPECT_THAT(told, ElementsAre(lot));

    const auto names = names_below("media/");
    ASSERT_THAT(names, SizeIs(6));
    for (const auto& name : names) {
        const auto content = content_of(name);
        EXPECT_THAT(content, testing::Not(HasSubstr("SECRETCAMERA"))) << name;
        EXPECT_EQ(test::size_of(content), name.find("/240.") != std::string::npos ? "240x320" : "300x400") << name;
    }
    EXPECT_THAT(names_below("originals/"), SizeIs(1));
    EXPECT_EQ(content_of(original_key(f.token, "jpeg")), test::held_sideways());
    sweep();
    EXPECT_THAT(names_below("incoming/"), IsEmpty());
    EXPECT_EQ(compared().missing, 0);
    EXPECT_THAT(said, IsEmpty());
}

TEST_P(media_pgtest, nothing_is_seen_before_it_was_checked) {
    const auto anna = person("anna");
    const auto content = test::jpeg();
    const auto f = begun(anna, lot, content);
    EXPECT_THAT(missing(f), SizeIs(1));
    EXPECT_TRUE(run(media.finish(anna, f.id, soon())).error().is(upload_incomplete));
    send_all(f, content);
    EXPECT_THAT(missing(f), IsEmpty());
    EXPECT_EQ(run(media.finish(anna, f.id, soon()))->file.state, file_state::checking);
    EXPECT_EQ(run(media.finish(anna, f.id, soon()))->file.state, file_state::checking) << "asking twice is the same";
    EXPECT_THAT(names_below("media/"), IsEmpty());
    work();
    EXPECT_EQ(row(f.id)->state, file_state::ready);
    EXPECT_EQ(run(media.finish(anna, f.id, soon()))->file.state, file_state::ready);
    EXPECT_EQ(db.scalar("select count(*) from jobs where kind = 'media.check'"), "1");
}

TEST_P(media_pgtest, nobody_else_sees_or_touches_an_upload) {
    const auto anna = person("anna"), eve = person("eve");
    const auto f = begun(anna, lot, test::jpeg());
    spoken_body body({"x"});
    EXPECT_TRUE(run(media.found(eve, f.id, soon())).error().is(no_such_upload));
    EXPECT_TRUE(run(media.receive(eve, f.id, 0, body, soon())).error().is(no_such_upload));
    EXPECT_TRUE(run(media.finish(eve, f.id, soon())).error().is(no_such_upload));
    EXPECT_TRUE(run(media.abandon(eve, f.id, soon())).error().is(no_such_upload));
    EXPECT_TRUE(run(media.found(anna, file_id{f.id.value + 1}, soon())).error().is(no_such_upload));
}

TEST_P(media_pgtest, what_is_no_photo_is_refused_with_its_reason) {
    const auto anna = person("anna");
    const std::vector<std::pair<std::string, std::string>> cases{
        {"x", "not_a_picture"},
        {"<html><script>alert(1)</script></html>", "not_a_picture"},
        {"<svg xmlns='http://www.w3.org/2000/svg'/>", "not_accepted"},
        {"GIF89a" + std::string(100, 'x'), "not_accepted"},
        {test::jpeg().substr(0, 2000), "damaged"},
        {test::png(20, 20), "too_small"},
        {pdf, "not_accepted"},
    };
    for (const auto& [content, reason] : cases) {
        const auto f = sent(anna, lot, content);
        EXPECT_EQ(f.state, file_state::refused) << reason;
        EXPECT_EQ(f.refused, reason);
    }
    EXPECT_THAT(names_below("media/"), IsEmpty());
    EXPECT_THAT(names_below("originals/"), IsEmpty());
    sweep();
    EXPECT_THAT(names_below("incoming/"), IsEmpty());
}

TEST_P(media_pgtest, what_counts_is_the_content) {
    const auto anna = person("anna");
    EXPECT_EQ(sent(anna, lot, test::png(), "image/jpeg").kind, "png");
    EXPECT_EQ(sent(anna, lot, test::heic(), "image/webp").kind, "heic");
    EXPECT_EQ(sent(anna, papers, test::jpeg(), "application/pdf").refused, "not_a_pdf");
}

TEST_P(media_pgtest, documents_are_kept_as_they_are) {
    const auto anna = person("anna");
    const auto f = sent(anna, papers, pdf, "application/pdf");
    EXPECT_EQ(f.state, file_state::ready);
    EXPECT_EQ(f.name, "report.pdf");
    EXPECT_THAT(names_below("media/"), ElementsAre(public_key(*f.rendition, "document.pdf")));
    EXPECT_EQ(content_of(public_key(*f.rendition, "document.pdf")), pdf);
    EXPECT_THAT(names_below("originals/"), IsEmpty());
    EXPECT_EQ(compared().missing, 0);
}

TEST_P(media_pgtest, photos_are_put_in_order_described_and_removed) {
    const auto anna = person("anna");
    const auto one = sent(anna, lot, test::jpeg()), two = sent(anna, lot, test::png()), three = begun(anna, lot, test::jpeg());
    const auto bad = sent(anna, lot, "x");
    const auto order = [&] {
        std::vector<file_id> ids;
        for (const auto& each : album_of(lot)) ids.push_back(each.id);
        return ids;
    };
    EXPECT_THAT(order(), ElementsAre(one.id, two.id, three.id, bad.id));
    EXPECT_TRUE(arrange({three.id, one.id, two.id}));
    EXPECT_THAT(order(), ElementsAre(three.id, one.id, two.id, bad.id)) << "a refused one comes last";
    EXPECT_TRUE(arrange({three.id, one.id}).error().is(no_such_file)) << "one is missing";
    EXPECT_TRUE(arrange({three.id, one.id, one.id}).error().is(no_such_file)) << "one is there twice";
    EXPECT_TRUE(arrange({three.id, one.id, two.id, file_id{999}}).error().is(no_such_file));
    EXPECT_THAT(order(), ElementsAre(three.id, one.id, two.id, bad.id));

    photo_edit described;
    described.changes_alt = true;
    described.alt = "From the front";
    EXPECT_EQ(change(one.id, described)->alt, "From the front");
    EXPECT_EQ(row(one.id)->alt, "From the front");
    EXPECT_TRUE(change(bad.id, described).error().is(no_such_file));

    EXPECT_TRUE(remove(one.id));
    EXPECT_TRUE(remove(one.id).error().is(no_such_file));
    EXPECT_THAT(order(), ElementsAre(three.id, two.id, bad.id));
    sweep();
    EXPECT_THAT(names_below(rendition_prefix(*one.rendition)), IsEmpty());
    EXPECT_THAT(names_below("originals/"), SizeIs(1));
    EXPECT_EQ(compared().unknown, 0);
}

TEST_P(media_pgtest, a_photo_is_turned) {
    const auto anna = person("anna");
    const auto before = sent(anna, lot, test::jpeg());
    photo_edit turned;
    turned.quarter_turns = 1;
    const auto asked = change(before.id, turned);
    EXPECT_EQ(asked->quarter_turns, 1);
    EXPECT_EQ(asked->shown_turns, 0);
    work();
    const auto after = row(before.id).value();
    EXPECT_EQ(after.shown_turns, 1);
    EXPECT_EQ(after.width, 300);
    EXPECT_NE(after.rendition, before.rendition) << "another content has another name";
    EXPECT_EQ(test::size_of(content_of(public_key(*after.rendition, "300.jpg"))), "300x400");
    EXPECT_THAT(told, SizeIs(2));
    sweep();
    EXPECT_THAT(names_below(rendition_prefix(*before.rendition)), SizeIs(6)) << "pages that are open still show it";
    EXPECT_EQ(compared().unknown, 0) << "and the sweep knows of it";
    db.execute("update media_leftovers set due_at = clock_timestamp()");
    sweep();
    EXPECT_THAT(names_below(rendition_prefix(*before.rendition)), IsEmpty());

    turned.quarter_turns = 0;
    change(before.id, turned);
    work();
    const auto again = row(before.id).value();
    EXPECT_EQ(again.shown_turns, 0);
    EXPECT_NE(again.rendition, before.rendition) << "the sweep may still be about to remove what had that name";
    EXPECT_THAT(names_below(rendition_prefix(*again.rendition)), SizeIs(6));
}

TEST_P(media_pgtest, a_portrait_replaces_the_one_before) {
    const auto anna = person("anna");
    const album portrait{purpose::avatar, anna.value};
    EXPECT_FALSE(run(media.avatar(anna, soon())));
    const auto first = sent(anna, portrait, test::jpeg());
    EXPECT_EQ(run(media.avatar(anna, soon()))->rendition, *first.rendition);
    EXPECT_EQ(first.widths, (std::vector<std::int64_t>{96, 256, 300})) << "squares";
    const auto second = sent(anna, portrait, test::png());
    EXPECT_EQ(run(media.avatar(anna, soon()))->rendition, *second.rendition);
    EXPECT_THAT(album_of(portrait), SizeIs(1));
    sent(anna, portrait, "x");
    EXPECT_EQ(run(media.avatar(anna, soon()))->rendition, *second.rendition) << "a bad one replaces nothing";
    run(media.remove_avatar(anna, soon()));
    EXPECT_FALSE(run(media.avatar(anna, soon())));
    sweep();
    EXPECT_THAT(names_below(""), IsEmpty());
}

TEST_P(media_pgtest, a_lot_that_is_offered_again_has_its_photos_again) {
    const auto anna = person("anna");
    const auto one = sent(anna, lot, test::held_sideways()), two = sent(anna, lot, test::png());
    sent(anna, lot, "x");
    photo_edit turned;
    turned.quarter_turns = 2;
    turned.changes_alt = true;
    turned.alt = "From behind";
    change(two.id, turned);
    work();
    const album again{purpose::lot_photo, 43};
    joined([&](pg::transaction& tx) { return media.copy(tx, anna, lot, again); });
    work();
    const auto copies = album_of(again);
    ASSERT_THAT(copies, SizeIs(2));
    for (const auto& each : copies) EXPECT_EQ(each.state, file_state::ready) << errors_of_jobs();
    EXPECT_EQ(copies[0].width, 300);
    EXPECT_EQ(copies[1].shown_turns, 2);
    EXPECT_EQ(copies[1].alt, "From behind");
    joined([&](pg::transaction& tx) { return media.release(tx, lot); });
    sweep();
    EXPECT_EQ(compared().missing, 0) << "they share nothing";
    EXPECT_THAT(names_below("originals/"), SizeIs(2));
}

TEST_P(media_pgtest, what_one_account_may_have_is_bounded) {
    chosen.lot_photos_max = 2;
    const auto anna = person("anna");
    common small(chosen, numbers);
    service bounded(pool, *parts.store, small);
    const auto one_more = [&](account_id who, album where) {
        return joined([&](pg::transaction& tx) {
            new_file f;
            f.content_type = "image/jpeg";
            f.bytes = 1000;
            return bounded.begin(tx, who, where, std::move(f));
        });
    };
    EXPECT_TRUE(one_more(anna, lot));
    EXPECT_TRUE(one_more(anna, lot));
    EXPECT_TRUE(one_more(anna, lot).error().is(album_full));
    EXPECT_TRUE(one_more(anna, album{purpose::lot_photo, 43}));
    db.execute(
        "update media_files set bytes = 100000000; insert into media_files (owner_id, purpose, holder_id, position, token, content_type, "
        "bytes) "
        "select " +
        anna.text() + ", 'lot_photo', 1000, n, md5(n::text), 'image/jpeg', 100000000 from generate_series(1, 40) n");
    EXPECT_TRUE(one_more(anna, album{purpose::lot_photo, 44}).error().is(quota_exceeded));
    EXPECT_TRUE(one_more(person("eve"), album{purpose::lot_photo, 44}));
}

TEST_P(media_pgtest, the_files_of_a_lot_that_goes_go_with_it) {
    const auto anna = person("anna");
    sent(anna, lot, test::jpeg());
    const auto content = std::string(storage::part_bytes + 1, 'x');
    const auto half = begun(anna, lot, content);
    send(half, missing(half).front(), content);
    joined([&](pg::transaction& tx) { return media.release(tx, lot); });
    EXPECT_THAT(album_of(lot), IsEmpty());
    sweep();
    EXPECT_THAT(names_below(""), IsEmpty());
    EXPECT_EQ(db.scalar("select count(*) from media_leftovers"), "0");
}

TEST_P(media_pgtest, given_up_while_it_is_being_checked) {
    const auto anna = person("anna");
    const auto content = test::jpeg();
    const auto f = begun(anna, lot, content);
    send_all(f, content);
    run(media.finish(anna, f.id, soon()));
    // The job has read the row and works; then the row goes.
    const auto seen = row(f.id).value();
    EXPECT_TRUE(run(media.abandon(anna, f.id, soon())));
    work();
    EXPECT_FALSE(row(f.id));
    sweep();
    EXPECT_THAT(names_below(""), IsEmpty());
    EXPECT_THAT(told, IsEmpty());
}

TEST_P(media_pgtest, uploads_nobody_finishes_are_thrown_away) {
    const auto anna = person("anna");
    const auto content = std::string(storage::part_bytes + 1, 'x');
    const auto half = begun(anna, lot, content);
    send(half, missing(half).front(), content);
    const auto bad = sent(anna, lot, "x"), good = sent(anna, lot, test::jpeg());
    sweep();
    EXPECT_THAT(album_of(lot), SizeIs(3)) << "not yet";
    db.execute("update media_files set changed_at = clock_timestamp() - interval '25 hours'");
    sweep();
    EXPECT_THAT(album_of(lot), ElementsAre(testing::Field(&file::id, good.id)));
    EXPECT_THAT(names_below("incoming/"), IsEmpty());
    EXPECT_EQ(compared().missing, 0);
}

TEST_P(media_pgtest, what_nobody_checks_any_more_goes) {
    const auto anna = person("anna");
    const auto content = test::jpeg();
    const auto f = begun(anna, lot, content);
    send_all(f, content);
    run(media.finish(anna, f.id, soon()));
    db.execute("update media_files set changed_at = clock_timestamp() - interval '95 hours'");
    sweep();
    EXPECT_THAT(album_of(lot), SizeIs(1)) << "its job may still be waiting for the store";
    db.execute("update media_files set changed_at = clock_timestamp() - interval '97 hours'");
    sweep();
    EXPECT_THAT(album_of(lot), IsEmpty());
    EXPECT_THAT(names_below(""), IsEmpty());
    work();
    EXPECT_THAT(errors_of_jobs(), IsEmpty()) << "a job that comes late finds nothing to do";
}

TEST_P(media_pgtest, the_comparison_finds_what_is_missing_and_what_is_too_much) {
    const auto anna = person("anna");
    const auto one = sent(anna, lot, test::jpeg()), two = sent(anna, lot, test::png()), gone = sent(anna, lot, test::jpeg());
    const auto report = sent(anna, papers, pdf, "application/pdf");
    sweep();
    auto found = compared();
    EXPECT_EQ(found.files, 3 + 3 + 1) << "originals, renditions and a document";
    EXPECT_EQ(found.objects, 3 * 7 + 1);
    EXPECT_EQ(found.missing, 0);
    EXPECT_EQ(found.unknown, 0);

    run(parts.store->remove(public_key(*one.rendition, "320.webp"), soon()));
    run(parts.store->remove(original_key(two.token, "png"), soon()));
    run(parts.store->remove(public_key(*report.rendition, "document.pdf"), soon()));
    db.execute("delete from media_files where id = " + gone.id.text());
    run(parts.store->put("media/by-hand.txt", std::make_shared<const std::string>("x"), "text/plain", soon()));
    found = compared();
    EXPECT_EQ(found.missing, 3);
    EXPECT_THAT(said, testing::Contains("missing: " + public_key(*one.rendition, "320.webp") + " of file " + one.id.text()));
    EXPECT_THAT(said, testing::Contains("missing: " + original_key(two.token, "png") + " of file " + two.id.text()));
    EXPECT_EQ(found.unknown, 1) << "what is younger than an hour is being worked on; what is not ours is named";
    EXPECT_THAT(said, testing::Contains("unknown: media/by-hand.txt"));
}

INSTANTIATE_TEST_SUITE_P(each, media_pgtest, testing::Values(kind::disk, kind::s3),
                         [](const auto& which) { return which.param == kind::disk ? "disk" : "s3"; });

// --- what only a folder lets one try: files of another day, uploads cut in the middle ---

class media_on_disk : public media_test {
protected:
    media_on_disk() : media_test(kind::disk) {}
};

TEST_F(media_on_disk, a_cut_upload_goes_on_where_it_was_cut) {
    const auto anna = person("anna");
    const auto content = test::jpeg(1200, 900);
    const auto f = begun(anna, lot, content);
    spoken_body cut({content.substr(0, 1000), content.substr(1000, 500)}, true);
    EXPECT_THROW(run(media.receive(anna, f.id, 0, cut, soon())), http::connection_lost);
    const auto rest = missing(f);
    ASSERT_THAT(rest, SizeIs(1));
    EXPECT_EQ(rest.front().from, 1500u);
    EXPECT_THAT(rest.front().url, testing::EndsWith("/content?from=1500"));

    spoken_body again({content.substr(0, 1000)});
    const auto refused = run(media.receive(anna, f.id, 0, again, soon()));
    EXPECT_TRUE(refused.error().is(wrong_offset));
    EXPECT_EQ(refused.error().fields().at("received").as_uint64(), 1500u);
    spoken_body beyond({content.substr(1500), "more"});
    EXPECT_TRUE(run(media.receive(anna, f.id, 1500, beyond, soon())).error().is(http::body_too_large));
    EXPECT_THAT(missing(f), IsEmpty()) << "what was announced has arrived";
    run(media.finish(anna, f.id, soon()));
    work();
    EXPECT_EQ(row(f.id)->state, file_state::ready);
    spoken_body late({"x"});
    EXPECT_TRUE(run(media.receive(anna, f.id, 0, late, soon())).error().is(upload_closed));
}

TEST_F(media_on_disk, old_files_that_nobody_knows_are_removed) {
    const auto anna = person("anna");
    const auto kept = sent(anna, lot, test::jpeg()), gone = sent(anna, lot, test::png());
    run(parts.store->put("media/by-hand.txt", std::make_shared<const std::string>("x"), "text/plain", soon()));
    db.execute("delete from media_files where id = " + gone.id.text() + "; delete from media_leftovers");
    const auto past = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 8);
    for (const auto& each : std::filesystem::recursive_directory_iterator(parts.folder))
        if (each.is_regular_file()) std::filesystem::last_write_time(each.path(), past);
    std::vector<std::string> said;
    const auto say = [&](const std::string& finding) { said.push_back(finding); };
    auto found = run(compare(pool, *parts.store, std::nullopt, say));
    EXPECT_EQ(found.unknown, 6 + 1 + 1 + 1) << "variants, original, upload, and what a hand left";
    EXPECT_EQ(found.removed, 0);
    found = run(compare(pool, *parts.store, std::chrono::hours(24 * 7), say));
    EXPECT_EQ(found.removed, 6 + 1 + 1);
    EXPECT_THAT(names_below("media/"), testing::Contains("media/by-hand.txt")) << "what is not named like ours is not ours to remove";
    found = run(compare(pool, *parts.store, std::nullopt, say));
    EXPECT_EQ(found.missing, 0) << "and nothing else was touched";
    EXPECT_EQ(row(kept.id)->state, file_state::ready);
}

}  // namespace
}  // namespace gavel::media
