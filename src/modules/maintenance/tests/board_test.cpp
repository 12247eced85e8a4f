// The file of the notice, replaced while somebody looks at it.
#include "modules/maintenance/board.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace gavel::maintenance {
namespace {

namespace fs = std::filesystem;

class board_test : public testing::Test {
protected:
    board_test() { fs::create_directories(folder); }
    ~board_test() override { fs::remove_all(folder); }
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }

    const fs::path folder = fs::temp_directory_path() / ("gavel-board-" + std::to_string(::getpid()));
};

TEST_F(board_test, keeps_the_last_good_notice_and_follows_the_file) {
    board b(folder / "notice.json");
    EXPECT_EQ(b.now().message(language::en), "");
    write("notice.json", R"({"message": "one"})");
    b.refresh();
    EXPECT_EQ(b.now().message(language::en), "one");
    write("notice.json", R"({"message": "two)");
    b.refresh();
    EXPECT_EQ(b.now().message(language::en), "one");
    write("notice.json", R"({"message": "three"})");
    b.refresh();
    EXPECT_EQ(b.now().message(language::en), "three");
    fs::remove(folder / "notice.json");
    b.refresh();
    EXPECT_EQ(b.now().message(language::en), "");
}

// As a kubelet does: notice.json -> ..data/notice.json, ..data -> a folder of its own for each version.
TEST_F(board_test, follows_links_that_are_swapped) {
    for (const std::string version : {"a", "b"}) {
        fs::create_directories(folder / version);
        write(version + "/notice.json", R"({"message": ")" + version + "\"}");
    }
    fs::create_directory_symlink("a", folder / "..data");
    fs::create_symlink("..data/notice.json", folder / "notice.json");
    board b(folder / "notice.json");
    EXPECT_EQ(b.now().message(language::en), "a");
    fs::create_directory_symlink("b", folder / "..next");
    fs::rename(folder / "..next", folder / "..data");
    b.refresh();
    EXPECT_EQ(b.now().message(language::en), "b");
}

}  // namespace
}  // namespace gavel::maintenance
