// One suite for all places that keep backups: a folder, a bucket of a real S3 server (Ceph RADOS gateway), the simulated Google Drive.
#include "modules/backup/tests/places_of_test.hpp"

#ifdef __SANITIZE_ADDRESS__
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();  // GCC has it without its header
#endif

namespace gavel::backup {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class places : public testing::TestWithParam<place_kind>, public places_fixture {
protected:
    places() : places_fixture(GetParam()) {}
};

TEST_P(places, give_back_files_of_every_size) {
    for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, chunk_bytes - 1, chunk_bytes, chunk_bytes + 1, std::size_t{20} << 20}) {
        const auto what = noise_of(bytes);
        const auto stored = keep("b/1/part", what);
        EXPECT_EQ(stored.name, "b/1/part");
        EXPECT_EQ(stored.bytes, bytes);
        EXPECT_TRUE(stored.sha256.empty() || stored.sha256 == hex(sha256(what)));
        const auto back = content_of("b/1/part");
        ASSERT_TRUE(back);
        EXPECT_TRUE(*back == what) << "other bytes, or " << back->size() << " instead of " << bytes;
        const auto all = run(place().list("", soon()));
        ASSERT_EQ(all.size(), 1u);
        EXPECT_EQ(all.front().name, "b/1/part");
        EXPECT_EQ(all.front().bytes, bytes);
        EXPECT_EQ(all.front().sha256, stored.sha256);
        EXPECT_LT(std::chrono::abs(std::chrono::system_clock::now() - all.front().created), 5min);
    }
}

TEST_P(places, know_by_themselves_after_a_restart) {
    const auto what = noise_of(chunk_bytes + 5);
    keep("b/1/part", what);
    anew();
    EXPECT_TRUE(content_of("b/1/part") == what);
}

TEST_P(places, replace_a_file_of_the_same_name) {
    keep("a", noise_of(chunk_bytes + 7, 1));
    const auto second = noise_of(chunk_bytes + 7, 2);
    keep("a", second);
    EXPECT_TRUE(content_of("a") == second);
    keep("a", "short");
    EXPECT_EQ(content_of("a"), "short");
    EXPECT_THAT(names(), ElementsAre("a"));
}

TEST_P(places, show_nothing_of_what_is_not_finished) {
    keep("b/1/old", "kept");
    for (const std::size_t bytes : {std::size_t{3}, chunk_bytes + 1, 2 * chunk_bytes + 1}) {
        auto rest = noise_of(bytes);
        auto file = begun("b/1/new", rest);
        EXPECT_THAT(names(), ElementsAre("b/1/old"));
        EXPECT_FALSE(part("b/1/new", 0, 1));
        auto over = noise_of(bytes);
        auto replacing = begun("b/1/old", over);
        EXPECT_EQ(content_of("b/1/old"), "kept");
        file.reset();
        replacing.reset();
        EXPECT_THAT(names(), ElementsAre("b/1/old"));
        anew();
        EXPECT_THAT(names(), ElementsAre("b/1/old"));
    }
}

TEST_P(places, list_by_prefix_in_the_order_of_names) {
    const std::vector<std::string> all{"b/1/a", "b/1/b-c", "b/1/b/d", "b/1/b0", "b/10/a", "b/2/a", "c", "m/1.manifest"};
    for (auto each = all.rbegin(); each != all.rend(); ++each) keep(*each, *each);
    EXPECT_EQ(names(), all);
    EXPECT_THAT(names("b/1/"), ElementsAre("b/1/a", "b/1/b-c", "b/1/b/d", "b/1/b0"));
    EXPECT_THAT(names("b/1"), ElementsAre("b/1/a", "b/1/b-c", "b/1/b/d", "b/1/b0", "b/10/a"));
    EXPECT_THAT(names("b/1/b/d"), ElementsAre("b/1/b/d"));
    EXPECT_THAT(names("m/1.m"), ElementsAre("m/1.manifest"));
    EXPECT_THAT(names("x/"), IsEmpty());
}

TEST_P(places, give_any_part) {
    keep("a", "0123456789");
    EXPECT_EQ(part("a", 0, 4), "0123");
    EXPECT_EQ(part("a", 8, 4), "89");
    EXPECT_EQ(part("a", 10, 4), "");
    EXPECT_EQ(part("a", 100, 4), "");
    EXPECT_EQ(part("a", 0, 100), "0123456789");
    EXPECT_FALSE(part("none", 0, 4));
    EXPECT_FALSE(part("b/none", 0, 4));
}

TEST_P(places, remove_what_is_there_and_what_is_not) {
    keep("b/1/a", "1");
    keep("b/1/b", "2");
    remove("b/1/a");
    remove("b/1/a");
    remove("b/none/a");
    EXPECT_THAT(names(), ElementsAre("b/1/b"));
    EXPECT_FALSE(part("b/1/a", 0, 1));
    remove("b/1/b");
    EXPECT_THAT(names(), IsEmpty());
    keep("b/1/a", "again");
    EXPECT_EQ(content_of("b/1/a"), "again");
}

TEST_P(places, refuse_names_that_are_none) {
    for (const std::string name : {"", "/a", "a/", "a//b", "../a", "a/../b", "a/./b", ".a", "A", "a b", "ä", "a\nb"})
        EXPECT_THROW(run(place().create(name, soon())), std::logic_error) << name;
    EXPECT_THROW(run(place().create(std::string(121, 'a'), soon())), std::logic_error);
    keep(std::string(120, 'a'), "the longest");
    EXPECT_EQ(content_of(std::string(120, 'a')), "the longest");
}

TEST_P(places, pass_their_own_test_and_leave_nothing) {
    EXPECT_THAT(run(place().self_test(soon())), IsEmpty());
    EXPECT_THAT(names(), IsEmpty());
    const auto room = run(place().room(soon()));
    EXPECT_GT(room.value_or(1), 0u);
}

// The sanitizer keeps what was freed for a while, so the process has more than the program holds.
std::size_t held_bytes() {
#ifdef __SANITIZE_ADDRESS__
    return __sanitizer_get_current_allocated_bytes();
#else
    std::size_t all = 0, resident = 0;
    std::ifstream("/proc/self/statm") >> all >> resident;
    return resident * 4096;
#endif
}

TEST_P(places, need_the_same_memory_for_files_of_every_size) {
    constexpr int chunks = 12;
    place();
    if (drive) drive->inside().limit.keep_content = false;
    const auto chunk = std::make_shared<const std::string>(noise_of(chunk_bytes));
    std::size_t most = 0;
    auto work = [&]() -> awaitable<stored_file> {
        const auto until = soon();
        auto file = co_await place().create("big", until);
        for (int i = 0; i < chunks; ++i) {
            co_await file->append(chunk, until);
            most = std::max(most, held_bytes());
        }
        auto rest = std::make_shared<const std::string>("end");
        co_return co_await file->finish(std::move(rest), until);
    };
    const auto before = held_bytes();
    EXPECT_EQ(run(work()).bytes, chunks * chunk_bytes + 3);
    // The simulated Drive in this process holds chunks too.
    EXPECT_LE(most - std::min(most, before), 60'000'000u);
}

INSTANTIATE_TEST_SUITE_P(each, places, testing::Values(place_kind::folder, place_kind::s3, place_kind::google), [](const auto& which) {
    return which.param == place_kind::folder ? "folder" : which.param == place_kind::s3 ? "s3" : "google";
});

}  // namespace
}  // namespace gavel::backup
