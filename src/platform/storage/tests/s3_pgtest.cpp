// What is particular about a bucket: signed addresses hold to their type, length and time, and the self-test names what is wrong.
#include "platform/http_client/client.hpp"
#include "platform/s3/self_test.hpp"
#include "platform/storage/tests/stores.hpp"

#include <gmock/gmock.h>

namespace gavel::storage {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

class bucket : public testing::Test, public store_fixture {
protected:
    bucket() : store_fixture(kind::s3) {}

    std::vector<std::string> faults(const s3::options& o, const std::string& from = {}) {
        s3::client other(io, o);
        return run(s3::self_test(other, from, soon()));
    }
    int status_of(const std::string& url) { return run(parts.wire.send(http_client::request("GET", url), soon())).status; }
};

TEST_F(bucket, an_address_is_for_one_type_and_one_length) {
    const upload u = begun("incoming/a.bin", "image/webp", 100);
    const auto one = run(store->missing(u, soon())).front();
    EXPECT_EQ(put_to(one, std::string(99, 'x')), 403);
    EXPECT_EQ(put_to(one, std::string(101, 'x')), 403);
    auto html = one;
    html.headers.front().second = "text/html";
    EXPECT_EQ(put_to(html, std::string(100, 'x')), 403);
    EXPECT_FALSE(run(store->head(u.key, soon())));
    EXPECT_EQ(put_to(one, std::string(100, 'x')), 200);
}

TEST_F(bucket, an_address_ends) {
    const auto o = bucket_of_the_test();
    s3::client other(io, o);
    run(other.make_bucket(soon()));
    EXPECT_EQ(status_of(other.presigned_get("a/b.bin", 60s)), 404);
    const auto brief = other.presigned_get("a/b.bin", 1s);
    const auto until = soon();
    while (status_of(brief) != 403) ASSERT_GT(until, std::chrono::steady_clock::now());
}

TEST_F(bucket, nobody_reads_without_a_signature) {
    put("originals/a.jpeg", "private");
    const auto url = run(store->missing(begun("incoming/b.bin", "image/webp", 5), soon())).front().url;
    const auto at = url.substr(0, url.find("/incoming/"));
    EXPECT_EQ(status_of(at + "/originals/a.jpeg"), 403);
    EXPECT_EQ(status_of(at + "/"), 403) << "nor lists";
}

TEST_F(bucket, as_a_host_names_where_it_was_looked_for) {
    auto o = bucket_of_the_test();
    o.path_style = false;
    // bucket.127.0.0.1 is no name. What such a bucket does is in the suite of both stores.
    EXPECT_THAT(faults(o), ElementsAre(HasSubstr(o.bucket + ".127.0.0.1")));
}

TEST_F(bucket, keys_travel_as_they_are) {
    const auto o = bucket_of_the_test();
    s3::client other(io, o);
    run(other.make_bucket(soon()));
    const std::string key = "lots/42/фото 1+a&b=c%20.webp";
    run(other.put(key, std::make_shared<const std::string>("x"), "image/webp", soon()));
    EXPECT_EQ(run(other.list("lots/", "", soon())).objects.front().key, key);
    EXPECT_EQ(run(other.get(key, 10, soon()))->facts.content_type, "image/webp");
    EXPECT_EQ(status_of(other.presigned_get(key, 60s)), 200);
    EXPECT_TRUE(run(other.copy(key, "b.webp", "image/avif", soon())));
    EXPECT_EQ(run(other.head("b.webp", soon()))->content_type, "image/avif");
    EXPECT_FALSE(run(other.copy("none.webp", "c.webp", "", soon())));
}

TEST_F(bucket, self_test_names_a_missing_bucket) {
    EXPECT_THAT(faults(bucket_of_the_test()), ElementsAre(HasSubstr("`gavel media setup` makes it")));
}

TEST_F(bucket, self_test_names_wrong_keys) {
    auto o = bucket_of_the_test();
    o.secret_key += "x";
    EXPECT_THAT(faults(o), ElementsAre(HasSubstr("s3.secret_key does not belong")));
    o.access_key = "NOBODY";
    EXPECT_THAT(faults(o), ElementsAre(HasSubstr("does not know the key s3.access_key")));
}

TEST_F(bucket, self_test_names_a_store_that_is_not_there) {
    auto o = bucket_of_the_test();
    o.endpoint = "http://127.0.0.1:1";
    o.attempts_max = 1;
    EXPECT_THAT(faults(o), ElementsAre(HasSubstr("http://127.0.0.1:1 cannot be reached")));
}

TEST_F(bucket, self_test_names_browsers_that_may_not_upload) {
    const auto o = bucket_of_the_test();
    s3::client other(io, o);
    run(other.make_bucket(soon()));
    EXPECT_THAT(faults(o, "http://elsewhere.test"), ElementsAre(HasSubstr("Browsers at http://elsewhere.test may not upload")));
    run(other.allow_origins({"http://elsewhere.test"}, soon()));
    EXPECT_THAT(faults(o, "http://elsewhere.test"), ElementsAre());
}

}  // namespace
}  // namespace gavel::storage
