// One suite for all stores: a folder, and a bucket of a real S3 server (Ceph RADOS gateway; GAVEL_TEST_S3_*), as a path and as a host.
#include "platform/storage/disk_store.hpp"
#include "platform/storage/s3_store.hpp"
#include "platform/storage/tests/stores.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace gavel::storage {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class stores : public testing::TestWithParam<kind>, public store_fixture {
protected:
    stores() : store_fixture(GetParam()) {}
};

TEST_P(stores, gives_back_what_it_was_given) {
    const std::string content("\0\r\n\xff picture", 11);
    put("media/a/1.webp", content);
    const auto found = run(store->get("media/a/1.webp", 1000, soon()));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->content, content);
    EXPECT_EQ(found->facts.bytes, content.size());
    EXPECT_FALSE(found->facts.version.empty());
    const auto facts = run(store->head("media/a/1.webp", soon()));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->bytes, content.size());
    EXPECT_EQ(facts->version, found->facts.version);
    const auto age = std::chrono::system_clock::now() - facts->modified;
    EXPECT_LT(std::chrono::abs(age), std::chrono::minutes(5));
}

TEST_P(stores, has_empty_and_large_objects) {
    put("media/empty.bin", "");
    EXPECT_EQ(run(store->get("media/empty.bin", 0, soon()))->content, "");
    const std::string large(9'000'000, 'x');
    put("media/large.bin", large);
    EXPECT_EQ(run(store->get("media/large.bin", large.size(), soon()))->content, large);
    EXPECT_THROW(run(store->get("media/large.bin", large.size() - 1, soon())), unavailable);
}

TEST_P(stores, what_is_not_there_is_nothing) {
    EXPECT_FALSE(run(store->get("media/none.webp", 10, soon())));
    EXPECT_FALSE(run(store->get_range("media/none.webp", 0, 10, soon())));
    EXPECT_FALSE(run(store->head("media/none.webp", soon())));
    run(store->remove("media/none.webp", soon()));
}

TEST_P(stores, gives_parts) {
    put("media/a.bin", "0123456789");
    const auto part = [&](std::uint64_t from, std::size_t count) {
        return run(store->get_range("media/a.bin", from, count, soon())).value();
    };
    EXPECT_EQ(part(0, 4), "0123");
    EXPECT_EQ(part(8, 4), "89");
    EXPECT_EQ(part(10, 4), "");
    EXPECT_EQ(part(0, 100), "0123456789");
}

TEST_P(stores, the_last_content_is_the_content) {
    put("media/a.bin", "first");
    const auto first = run(store->head("media/a.bin", soon()))->version;
    put("media/a.bin", "other");
    EXPECT_EQ(content_of("media/a.bin"), "other");
    EXPECT_NE(run(store->head("media/a.bin", soon()))->version, first);
    run(store->remove("media/a.bin", soon()));
    EXPECT_FALSE(run(store->head("media/a.bin", soon())));
    put("media/a.bin", "again");
    EXPECT_EQ(content_of("media/a.bin"), "again");
}

TEST_P(stores, lists_page_by_page) {
    const std::vector<std::string> keys{"media/a-b/1.bin", "media/a/1.bin", "media/a/2.bin",
                                        "media/a/b/1.bin", "media/a0.bin",  "media/b.bin"};
    for (const auto& key : keys) put(key, key);
    put("other/a.bin", "");
    std::vector<std::string> found;
    std::string next;
    int pages = 0;
    do {
        const auto page = run(store->list("media/", next, soon(), 2));
        EXPECT_LE(page.objects.size(), 2u);
        for (const auto& each : page.objects) {
            found.push_back(each.key);
            EXPECT_EQ(each.bytes, each.key.size());
        }
        next = page.next;
    } while (!next.empty() && ++pages < 10);
    EXPECT_EQ(found, keys) << "in the order of their bytes";
    EXPECT_EQ(names_below("media/a/"), (std::vector<std::string>{"media/a/1.bin", "media/a/2.bin", "media/a/b/1.bin"}));
    EXPECT_THAT(names_below("nothing/"), IsEmpty());
    EXPECT_EQ(names_below("").size(), keys.size() + 1);
}

TEST_P(stores, knows_by_the_version_what_a_listing_named) {
    put("media/a.bin", "a");
    EXPECT_EQ(run(store->list("media/", "", soon())).objects.front().version, run(store->head("media/a.bin", soon()))->version);
}

TEST_P(stores, refuses_keys_that_are_none) {
    EXPECT_THROW(put("../a.bin", ""), std::logic_error);
    EXPECT_THROW(run(store->get("a/../b.bin", 1, soon())), std::logic_error);
    EXPECT_THROW(run(store->remove("/etc/passwd", soon())), std::logic_error);
}

TEST_P(stores, takes_a_small_upload) {
    const upload u = begun("incoming/small.bin", "image/webp", 300'000);
    EXPECT_FALSE(run(store->finish_upload(u, soon())));
    const auto content = random_content(300'000);
    send_missing(u, content);
    EXPECT_THAT(run(store->missing(u, soon())), IsEmpty());
    EXPECT_TRUE(run(store->finish_upload(u, soon())));
    EXPECT_TRUE(run(store->finish_upload(u, soon()))) << "asking twice is the same";
    EXPECT_EQ(content_of(u.key), content);
}

TEST_P(stores, takes_a_large_upload_and_goes_on_where_it_was_cut) {
    const auto bytes = 2 * part_bytes + 1000;
    const upload u = begun("incoming/large.bin", "image/jpeg", bytes);
    const auto content = random_content(bytes);
    const auto first = run(store->missing(u, soon()));
    send(u, first.front(), content, first.front().from + std::min<std::uint64_t>(part_bytes, first.front().to - first.front().from));
    EXPECT_FALSE(run(store->finish_upload(u, soon())));
    const auto rest = run(store->missing(u, soon()));
    std::uint64_t left = 0;
    for (const auto& each : rest) left += each.to - each.from;
    EXPECT_EQ(left, bytes - part_bytes) << "what has arrived is not sent again";
    send_missing(u, content);
    EXPECT_TRUE(run(store->finish_upload(u, soon())));
    EXPECT_TRUE(run(store->finish_upload(u, soon())));
    EXPECT_EQ(content_of(u.key), content);
}

TEST_P(stores, an_abandoned_upload_leaves_nothing) {
    const auto bytes = part_bytes + 1;
    const upload u = begun("incoming/gone.bin", "image/jpeg", bytes);
    const auto content = random_content(bytes);
    const auto pieces = run(store->missing(u, soon()));
    send(u, pieces.front(), content, pieces.front().to);
    run(store->abandon_upload(u, soon()));
    run(store->abandon_upload(u, soon()));
    EXPECT_THAT(names_below("incoming/"), IsEmpty());
}

TEST_P(stores, passes_its_own_test) { EXPECT_THAT(run(store->self_test(origin, soon())), ElementsAre()); }

TEST_P(stores, leaves_nothing_behind_after_its_test) {
    run(store->self_test(origin, soon()));
    EXPECT_THAT(names_below(""), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(each, stores, testing::Values(kind::disk, kind::s3, kind::s3_hosts), [](const auto& which) {
    return which.param == kind::disk ? "disk" : which.param == kind::s3 ? "s3" : "s3_hosts";
});

}  // namespace
}  // namespace gavel::storage
