// What is particular about a folder: rights, links, leftovers, a full disk.
#include "modules/backup/tests/places_of_test.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gavel::backup {
namespace {

namespace fs = std::filesystem;
using reason = target_failure::reason;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class folder_place : public testing::Test, public places_fixture {
protected:
    folder_place() : places_fixture(place_kind::folder) {}

    std::vector<std::string> drafts() const {
        std::vector<std::string> all;
        for (const auto& each : fs::directory_iterator(folder / ".unfinished")) all.push_back(each.path().filename());
        return all;
    }
    static mode_t rights(const fs::path& of) {
        struct stat s {};
        EXPECT_EQ(::stat(of.c_str(), &s), 0);
        return s.st_mode & 0777;
    }
    static void make_older(const fs::path& what, std::chrono::hours by) {
        fs::last_write_time(what, fs::file_time_type::clock::now() - by);
    }
};

// Nobody in particular while it lives: the superuser may do everything.
class somebody {
public:
    somebody() {
        if (was_ == 0 && ::seteuid(65534) != 0) throw std::runtime_error("this process cannot give up its rights");
    }
    ~somebody() {
        if (was_ == 0 && ::seteuid(0) != 0) std::abort();
    }

private:
    const uid_t was_ = ::geteuid();
};

TEST_F(folder_place, keeps_files_for_nobody_else) {
    const auto before = ::umask(0);
    keep("b/1/a", "x");
    ::umask(before);
    EXPECT_EQ(rights(folder / "b/1/a"), 0600u);
    EXPECT_EQ(rights(folder / "b"), 0700u);
    EXPECT_EQ(rights(folder / "b/1"), 0700u);
    EXPECT_EQ(rights(folder / ".unfinished"), 0700u);
    EXPECT_THAT(drafts(), IsEmpty());
}

TEST_F(folder_place, takes_empty_folders_away) {
    keep("b/1/a", "x");
    keep("b/2/a", "x");
    remove("b/1/a");
    EXPECT_FALSE(fs::exists(folder / "b/1"));
    EXPECT_TRUE(fs::exists(folder / "b/2"));
}

TEST_F(folder_place, removes_what_a_killed_writer_left_after_a_day) {
    keep("a", "x");
    std::ofstream(folder / ".unfinished/old") << "x";
    std::ofstream(folder / ".unfinished/new") << "x";
    make_older(folder / ".unfinished/old", 25h);
    make_older(folder / ".unfinished/new", 23h);
    anew();
    keep("b", "x");
    EXPECT_THAT(drafts(), ElementsAre("new"));
    EXPECT_THAT(names(), ElementsAre("a", "b"));
}

TEST_F(folder_place, leaves_no_draft_of_what_was_abandoned) {
    auto rest = noise_of(chunk_bytes + 1);
    auto file = begun("a", rest);
    EXPECT_EQ(drafts().size(), 1u);
    file.reset();
    EXPECT_THAT(drafts(), IsEmpty());
}

TEST_F(folder_place, does_not_follow_links_and_does_not_see_strangers) {
    const auto outside = folder / "outside";
    fs::create_directory(outside);
    std::ofstream(outside / "secret") << "secret";
    anew();
    const fs::path inside = folder / "inside";
    fs::create_directory(inside);
    folder_target other(inside.string(), workers);
    fs::create_symlink(outside / "secret", inside / "file");
    fs::create_symlink(outside, inside / "b");
    std::ofstream(inside / "Read me") << "x";
    EXPECT_THAT(run(other.list("", soon())), IsEmpty());
    EXPECT_FALSE(run(other.read("file", 0, 10, soon())));
    EXPECT_FALSE(run(other.read("b/secret", 0, 10, soon())));
    run(other.remove("b/secret", soon()));
    EXPECT_TRUE(fs::exists(outside / "secret"));
    const auto file = run(other.create("b/new", soon()));
    expect_failure(reason::not_allowed, "links", [&] { run(file->finish(std::make_shared<const std::string>("x"), soon())); });
    EXPECT_FALSE(fs::exists(outside / "new"));
    const auto over = run(other.create("file", soon()));
    run(over->finish(std::make_shared<const std::string>("ours"), soon()));
    EXPECT_EQ(run(other.read("file", 0, 10, soon())), "ours");
    EXPECT_EQ(fs::file_size(outside / "secret"), 6u) << "the link was replaced, not what it led to";
}

TEST_F(folder_place, that_is_not_there_is_named_and_not_made) {
    folder_target gone((folder / "none").string(), workers);
    const auto says = "none is not there: mount its disk";
    expect_failure(reason::not_allowed, says, [&] { run(gone.create("a", soon())); });
    expect_failure(reason::not_allowed, says, [&] { run(gone.list("", soon())); });
    expect_failure(reason::not_allowed, says, [&] { run(gone.read("a", 0, 1, soon())); });
    expect_failure(reason::not_allowed, says, [&] { run(gone.remove("a", soon())); });
    expect_failure(reason::not_allowed, says, [&] { run(gone.room(soon())); });
    EXPECT_THAT(run(gone.self_test(soon())), ElementsAre(HasSubstr(says)));
    EXPECT_FALSE(fs::exists(folder / "none"));
}

TEST_F(folder_place, that_is_closed_says_whom_to_give_it_to) {
    const auto closed = folder / "closed";
    fs::create_directory(closed);
    fs::permissions(closed, fs::perms::none);
    folder_target place_closed(closed.string(), workers);
    {
        const somebody else_;
        EXPECT_THAT(run(place_closed.self_test(soon())), ElementsAre(HasSubstr("closed to us")));
        expect_failure(reason::not_allowed, "give it to the user", [&] { run(place_closed.create("a", soon())); });
    }
    fs::permissions(closed, fs::perms::all);
    const somebody else_;
    EXPECT_THAT(run(place_closed.self_test(soon())), IsEmpty()) << "mended";
}

TEST_F(folder_place, that_is_full_says_so_and_goes_on_once_there_is_room) {
    const auto small = folder / "small";
    fs::create_directory(small);
    if (::mount("none", small.c_str(), "tmpfs", 0, "size=12m") != 0) GTEST_SKIP() << "only the superuser can make a small disk";
    {
        folder_target tight(small.string(), workers);
        const auto chunk = std::make_shared<const std::string>(noise_of(chunk_bytes));
        auto file = run(tight.create("a", soon()));
        run(file->append(chunk, soon()));
        expect_failure(reason::full, "small is full: make room", [&] { run(file->append(chunk, soon())); });
        file.reset();
        EXPECT_THAT(run(tight.list("", soon())), IsEmpty());
        EXPECT_THAT(run(tight.self_test(soon())), ElementsAre(HasSubstr("12 MB are free")));
        file = run(tight.create("a", soon()));
        EXPECT_EQ(run(file->finish(chunk, soon())).bytes, chunk_bytes) << "what was abandoned takes no room";
    }
    EXPECT_EQ(::umount(small.c_str()), 0);
}

}  // namespace
}  // namespace gavel::backup
