// What is particular about the folder: whole files only, nothing outside it, two writers at once, a folder that cannot be used.
#include "platform/storage/disk_files.hpp"
#include "platform/storage/error.hpp"

#include "base/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

namespace gavel::storage {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class folder_of_files : public testing::Test {
protected:
    ~folder_of_files() override {
        std::error_code ignored;
        fs::remove_all(root, ignored);
    }
    std::size_t drafts() const {
        std::size_t count = 0;
        for (fs::directory_iterator at(root / ".unfinished"), end; at != end; ++at) ++count;
        return count;
    }

    const fs::path root = fs::temp_directory_path() / ("gavel-disk-" + hex(sha256(random_token())).substr(0, 12));
    const disk_files files{root};
};

TEST_F(folder_of_files, leaves_no_draft) {
    files.write("a/b.bin", "content");
    EXPECT_EQ(drafts(), 0u);
    fs::create_directory(root / "a/c.bin");  // in the way: a folder cannot be replaced by a file
    EXPECT_THROW(files.write("a/c.bin", "content"), unavailable);
    EXPECT_EQ(drafts(), 0u);
    EXPECT_EQ(files.read("a/b.bin", 100)->content, "content");
}

TEST_F(folder_of_files, does_not_follow_links_out_of_it) {
    const auto outside = fs::path(root.string() + "-outside");
    std::ofstream(outside) << "secret";
    fs::create_directories(root / "media");
    fs::create_symlink(outside, root / "media/link.bin");
    EXPECT_THROW(files.read("media/link.bin", 100), unavailable);
    EXPECT_THROW(files.append("media/link.bin", 6, "more"), unavailable);
    EXPECT_THAT(files.list("", "", 100).objects, IsEmpty());
    files.write("media/link.bin", "mine");  // replaces the link, not what it points to
    EXPECT_EQ(fs::file_size(outside), 6u);
    EXPECT_EQ(files.read("media/link.bin", 100)->content, "mine");
    fs::remove(outside);
}

TEST_F(folder_of_files, lists_only_what_are_objects) {
    files.write("media/a.bin", "");
    std::ofstream(root / "media/README.TXT") << "by hand";
    std::ofstream(root / "media/.hidden.bin") << "by hand";
    const auto page = files.list("media/", "", 100);
    ASSERT_EQ(page.objects.size(), 1u);
    EXPECT_EQ(page.objects.front().key, "media/a.bin");
}

TEST_F(folder_of_files, folders_go_with_their_last_file) {
    files.write("media/aa/1.bin", "");
    files.write("media/aa/2.bin", "");
    files.remove("media/aa/1.bin");
    EXPECT_TRUE(fs::exists(root / "media/aa"));
    files.remove("media/aa/2.bin");
    EXPECT_FALSE(fs::exists(root / "media"));
    EXPECT_TRUE(fs::exists(root));
}

TEST_F(folder_of_files, an_upload_grows_only_at_its_end) {
    EXPECT_EQ(files.append("incoming/a.bin", 0, "01234"), 5u);
    EXPECT_EQ(files.append("incoming/a.bin", 3, "xx"), 5u) << "sent again: refused, with what is there";
    EXPECT_EQ(files.append("incoming/a.bin", 9, "xx"), 5u) << "a gap: refused, with what is there";
    EXPECT_EQ(files.append("incoming/a.bin", 5, "56789"), 10u);
    EXPECT_EQ(files.read("incoming/a.bin", 100)->content, "0123456789");
}

TEST_F(folder_of_files, two_senders_of_one_upload_do_not_mix) {
    constexpr int chunks = 200;
    const auto send = [&] {
        for (std::uint64_t there = 0; there < chunks;) {
            const std::string chunk(1, static_cast<char>('0' + there % 10));
            there = files.append("incoming/a.bin", there, chunk);
        }
    };
    std::jthread first(send), second(send);
    first.join();
    second.join();
    std::string expected;
    for (int i = 0; i < chunks; ++i) expected += static_cast<char>('0' + i % 10);
    EXPECT_EQ(files.read("incoming/a.bin", 1000)->content, expected);
}

TEST_F(folder_of_files, writers_and_removers_of_one_folder_do_not_fail_each_other) {
    const auto work = [&](const std::string& key) {
        for (int i = 0; i < 100; ++i) {
            files.write(key, "x");
            files.remove(key);
        }
    };
    std::jthread first(work, "media/aa/1.bin"), second(work, "media/aa/2.bin");
}

TEST_F(folder_of_files, readers_see_a_whole_file) {
    const std::string one(100'000, '1'), two(100'000, '2');
    files.write("media/a.bin", one);
    std::jthread writer([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            files.write("media/a.bin", two);
            files.write("media/a.bin", one);
        }
    });
    for (int i = 0; i < 300; ++i) {
        const auto seen = files.read("media/a.bin", 200'000)->content;
        ASSERT_TRUE(seen == one || seen == two);
    }
}

TEST_F(folder_of_files, tidies_away_old_drafts_only) {
    files.write("a.bin", "");
    std::ofstream(root / ".unfinished/old") << "x";
    std::ofstream(root / ".unfinished/new") << "x";
    fs::last_write_time(root / ".unfinished/old", fs::file_time_type::clock::now() - std::chrono::hours(25));
    files.tidy();
    EXPECT_EQ(drafts(), 1u);
    EXPECT_TRUE(fs::exists(root / ".unfinished/new"));
}

TEST_F(folder_of_files, says_why_it_cannot_be_used) {
    std::ofstream(root) << "a file where the folder should be";
    EXPECT_THAT(files.self_test(), ElementsAre(HasSubstr("storage.folder = " + root.string() + " cannot be used")));
    EXPECT_THROW(files.prepare(), unavailable);
}

}  // namespace
}  // namespace gavel::storage
