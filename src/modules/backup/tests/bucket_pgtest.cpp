// What is particular about a bucket: refusals and what they mean, uploads in parts, a store that goes away and comes back.
#include "modules/backup/tests/places_of_test.hpp"
#include "tests/support/scripted_server.hpp"

namespace gavel::backup {
namespace {

using reason = target_failure::reason;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class bucket_place : public testing::Test, public places_fixture {
protected:
    bucket_place() : places_fixture(place_kind::s3), plain(io, bucket()) {}

    void expect_refused(const s3::options& o, std::string_view says) {
        s3_target other(io, o, "gavel-backup/", 1ms);
        expect_failure(reason::not_allowed, says, [&] { run(other.list("", soon())); });
        expect_failure(reason::not_allowed, says, [&] { run(other.read("a", 0, 1, soon())); });
        EXPECT_THAT(run(other.self_test(soon())), ElementsAre(HasSubstr(says)));
    }
    std::size_t uploads() { return run(plain.unfinished("gavel-backup/", soon())).size(); }

    s3::client plain;
};

TEST_F(bucket_place, keeps_to_its_prefix) {
    run(plain.put("lots/1.webp", std::make_shared<const std::string>("x"), "image/webp", soon()));
    run(plain.put("gavel-backupx", std::make_shared<const std::string>("x"), "image/webp", soon()));
    keep("b/1/a", "x");
    EXPECT_THAT(names(), ElementsAre("b/1/a"));
    EXPECT_TRUE(run(plain.head("gavel-backup/b/1/a", soon())));
    s3_target whole(io, bucket(), "", 1ms);
    EXPECT_EQ(run(whole.list("", soon())).size(), 3u);
    EXPECT_THROW(s3_target(io, bucket(), "no-slash"), std::invalid_argument);
    EXPECT_THROW(s3_target(io, bucket(), "/"), std::invalid_argument);
}

TEST_F(bucket_place, lists_more_than_a_page) {
    for (int i = 0; i < 1003; ++i)
        run(plain.put(fmt::format("gavel-backup/b/{:04}", i), std::make_shared<const std::string>(), "text/plain", soon()));
    const auto all = names("b/");
    ASSERT_EQ(all.size(), 1003u);
    EXPECT_EQ(all.back(), "b/1002");
}

TEST_F(bucket_place, removes_the_parts_of_what_was_abandoned) {
    auto rest = noise_of(chunk_bytes + 1);
    auto file = begun("a", rest);
    EXPECT_EQ(uploads(), 1u);
    file.reset();
    keep("b", "x");
    EXPECT_EQ(uploads(), 0u);
}

TEST_F(bucket_place, leaves_the_young_uploads_of_others) {
    run(plain.begin_parts("gavel-backup/other", "text/plain", soon()));
    keep("b", "x");
    EXPECT_EQ(uploads(), 1u);
}

TEST_F(bucket_place, an_upload_that_the_store_forgot_is_to_be_begun_again) {
    auto rest = noise_of(2 * chunk_bytes + 1);
    const auto forget = [&] {
        for (const auto& each : run(plain.unfinished("gavel-backup/", soon()))) run(plain.abandon_parts(each.key, each.upload, soon()));
    };
    auto file = begun("a", rest);
    forget();
    expect_failure(reason::begin_again, "sent again",
                   [&] { run(file->append(std::make_shared<const std::string>(noise_of(chunk_bytes)), soon())); });
    auto at_the_end = noise_of(chunk_bytes + 1);
    file = begun("a", at_the_end);
    run(file->append(std::make_shared<const std::string>(noise_of(chunk_bytes)), soon()));
    forget();
    expect_failure(reason::begin_again, "sent again", [&] { run(file->finish(std::make_shared<const std::string>(), soon())); });
    EXPECT_THAT(names(), IsEmpty());
    file.reset();
    const auto what = noise_of(chunk_bytes + 1);
    keep("a", what);
    EXPECT_TRUE(content_of("a") == what);
}

TEST_F(bucket_place, a_lost_answer_to_the_last_request_is_no_loss) {
    auto rest = noise_of(chunk_bytes + 1);
    const auto what = rest;
    auto file = begun("a", rest);
    // Completed behind its back, as by a request whose answer never came.
    const auto open = run(plain.unfinished("gavel-backup/", soon())).front();
    const auto last = run(plain.put_part(open.key, open.upload, 2, std::make_shared<const std::string>(rest), soon()));
    ASSERT_TRUE(last);
    const auto sent = run(plain.parts(open.key, open.upload, soon())).value();
    ASSERT_TRUE(run(plain.complete_parts(open.key, open.upload, sent, soon())));
    EXPECT_THAT(names(), ElementsAre("a"));
    // The store no longer takes the part; so it is to be begun again, which is always right.
    expect_failure(reason::begin_again, "sent again", [&] { run(file->finish(std::make_shared<const std::string>(rest), soon())); });
    file = begun("b", rest = what);
    run(file->append(std::make_shared<const std::string>(noise_of(chunk_bytes)), soon()));
    const auto second = run(plain.unfinished("gavel-backup/", soon())).front();
    ASSERT_TRUE(run(plain.complete_parts(second.key, second.upload, run(plain.parts(second.key, second.upload, soon())).value(), soon())));
    EXPECT_EQ(run(file->finish(std::make_shared<const std::string>(), soon())).bytes, 2 * chunk_bytes);
}

TEST_F(bucket_place, says_what_to_mend) {
    auto o = store_of_test();
    expect_refused(o, fmt::format("There is no bucket {} at {}: make it there, or mend backup.s3_bucket.", o.bucket, o.endpoint));
    o = bucket();
    o.secret_key += "x";
    expect_refused(o, "backup.s3_secret_key does not belong to backup.s3_access_key");
    o.access_key = "NOBODY";
    expect_refused(o, "does not know the key backup.s3_access_key");
}

TEST_F(bucket_place, waits_for_a_store_that_is_away_and_then_gives_up) {
    auto o = bucket();
    o.endpoint = "http://127.0.0.1:1";
    o.attempts_max = 1;
    s3_target away(io, o, "gavel-backup/", 1ms);
    expect_failure(reason::unreachable, "http://127.0.0.1:1 cannot be reached", [&] { run(away.list("", soon())); });
    EXPECT_THAT(run(away.self_test(soon())), ElementsAre(HasSubstr("cannot be reached")));
    s3_target impatient(io, o, "gavel-backup/", 1h);
    expect_failure(reason::unreachable, "cannot be reached", [&] { run(impatient.list("", soon())); });
}

// A store of which a test decides every word.
class store_of_words : public testing::Test, public places_fixture {
protected:
    store_of_words() : places_fixture(place_kind::folder) {
        options.prefix = "backup.s3_";
        options.endpoint = server.origin();
        options.access_key = options.secret_key = "x";
        options.attempts_max = 1;
    }
    static std::string refusal(int status, const std::string& code) {
        return test::scripted_server::with(status, "<Error><Code>" + code + "</Code></Error>");
    }
    // After the question for unfinished uploads, at the first file.
    void expect_put(std::vector<std::string> answers, reason why, std::string_view says) {
        answers.insert(answers.begin(), refusal(403, "AccessDenied"));
        server.serve(std::move(answers));
        s3_target place(io, options, "", 1ms);
        const auto file = run(place.create("a", soon()));
        expect_failure(why, says, [&] { run(file->finish(std::make_shared<const std::string>("abc"), soon())); });
    }

    test::scripted_server server{io};
    s3::options options;
};

TEST_F(store_of_words, a_quota_is_no_room) { expect_put({refusal(403, "QuotaExceeded")}, reason::full, "raise its quota"); }

TEST_F(store_of_words, a_checksum_that_differs_is_damage) { expect_put({refusal(400, "BadDigest")}, reason::damaged, "not what was sent"); }

TEST_F(store_of_words, another_length_is_damage_and_removed) {
    expect_put({test::scripted_server::ok(""), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n", test::scripted_server::with(204)},
               reason::damaged, "it was removed");
    EXPECT_THAT(server.heard.back(), testing::StartsWith("DELETE /gavel/a "));
}

TEST_F(store_of_words, a_key_that_may_not_write_is_named) {
    expect_put({refusal(403, "AccessDenied")}, reason::not_allowed,
               "The key backup.s3_access_key may not write objects in the bucket gavel");
}

TEST_F(store_of_words, something_else_than_a_store_is_named) {
    server.serve({test::scripted_server::ok("<html></html>")});
    s3_target place(io, options, "", 1ms);
    expect_failure(reason::not_allowed, "does not answer as an S3 store", [&] { run(place.list("", soon())); });
}

TEST_F(store_of_words, a_passing_failure_is_waited_out) {
    server.serve({test::scripted_server::with(503), test::scripted_server::with(500), test::scripted_server::ok("<ListBucketResult/>")});
    s3_target place(io, options, "", 1ms);
    EXPECT_THAT(run(place.list("", soon())), IsEmpty());
    EXPECT_EQ(server.heard.size(), 3u);
}

}  // namespace
}  // namespace gavel::backup
