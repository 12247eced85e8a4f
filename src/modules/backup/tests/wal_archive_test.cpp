// The write-ahead log at its places: acknowledged is kept everywhere, the same again changes nothing, another content is refused, and only
// an answer is the end of the log.
#include "modules/backup/wal_archive.hpp"

#include "modules/backup/signed_text.hpp"
#include "modules/backup/tests/memory_target.hpp"
#include "modules/backup/wal_names.hpp"
#include "tests/support/run.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace gavel::backup {
namespace {

constexpr auto* first = "000000010000000000000003";

class wal_archive_test : public ::testing::Test {
protected:
    wal_archive_test() {
        for (auto* each : {&one, &two}) {
            auto made = std::make_unique<in_memory::memory_target>(each == &one ? "one" : "two");
            *each = made.get();
            places.push_back(std::move(made));
        }
        std::ofstream(key_file) << signs.text();
        chosen.recipients = recovery.to().text();
        chosen.signing_key_file = key_file;
    }
    ~wal_archive_test() override { std::filesystem::remove(key_file); }

    static std::string segment(char filled, std::uint64_t system = 7) {
        std::string content(16 * 1024 * 1024, '\0');
        std::memcpy(content.data() + 24, &system, sizeof system);
        content.replace(8192, 100'000, 100'000, filled);
        return content;
    }
    shipped ship(std::string name, std::string content) {
        return test::run_on(io, ship_wal(chosen, places, "7", std::move(name), std::move(content)));
    }
    std::optional<std::string> fetch(std::string name) {
        return test::run_on(io, fetch_wal(places, {signs.by()}, recovery, "7", std::move(name)));
    }

    boost::asio::io_context io;
    in_memory::memory_target *one = nullptr, *two = nullptr;
    std::vector<std::unique_ptr<target>> places;
    const recovery_key recovery = new_recovery_key();
    const signing_key signs = new_signing_key();
    const std::string key_file =
        (std::filesystem::temp_directory_path() / ("gavel-wal-" + hex(gavel::sha256(random_token())).substr(0, 12))).string();
    options chosen;
};

TEST_F(wal_archive_test, comes_back_as_it_was) {
    EXPECT_EQ(ship(first, segment('a')), shipped::stored);
    EXPECT_EQ(ship("00000002.history", "1\t0/3000000\tbefore 2026\n"), shipped::stored);
    EXPECT_EQ(fetch(first), segment('a'));
    EXPECT_EQ(fetch("00000002.history"), "1\t0/3000000\tbefore 2026\n");
    EXPECT_EQ(fetch("000000010000000000000004"), std::nullopt);
    EXPECT_LT(one->files.begin()->second.size(), 100'000u) << "what a segment does not use costs next to nothing";
}

TEST_F(wal_archive_test, the_same_again_changes_nothing_and_another_content_is_refused) {
    ship(first, segment('a'));
    const auto kept = one->files;
    EXPECT_EQ(ship(first, segment('a')), shipped::was_there);
    EXPECT_EQ(one->files, kept);
    EXPECT_THROW(ship(first, segment('b')), wal_refused);
    EXPECT_EQ(one->files, kept);
    one->files.begin()->second[200] ^= 1;
    EXPECT_THROW(ship(first, segment('a')), wal_refused) << "what is there is not believed";
}

TEST_F(wal_archive_test, is_acknowledged_only_when_every_place_has_it) {
    two->away = true;
    EXPECT_THROW(ship(first, segment('a')), target_failure);
    two->away = false;
    two->appends_until_away = 0;
    EXPECT_THROW(ship(first, segment('a')), target_failure);
    EXPECT_TRUE(two->files.empty());
    EXPECT_EQ(ship(first, segment('a')), shipped::stored);
    EXPECT_EQ(two->files.size(), 1u);
    places.clear();
    EXPECT_THROW(ship(first, segment('a')), wal_refused) << "nobody has acknowledged anything";
}

TEST_F(wal_archive_test, takes_only_what_is_of_this_cluster) {
    EXPECT_THROW(ship(first, segment('a', 8)), wal_refused);
    EXPECT_THROW(ship(first, "short"), wal_refused);
    EXPECT_THROW(ship("postgresql.conf", segment('a')), wal_refused);
    EXPECT_THROW(ship(first, std::string(wal_file_bytes_max + 1, 'a')), wal_refused);
    EXPECT_TRUE(one->files.empty());
}

TEST_F(wal_archive_test, a_place_that_does_not_answer_is_not_the_end_of_the_log) {
    ship(first, segment('a'));
    one->away = true;
    EXPECT_EQ(fetch(first), segment('a')) << "the other one has it";
    EXPECT_THROW(fetch("000000010000000000000004"), target_failure);
    two->away = true;
    EXPECT_THROW(fetch(first), target_failure);
}

TEST_F(wal_archive_test, what_is_not_whole_or_not_ours_is_never_played) {
    ship(first, segment('a'));
    const auto name = stored_wal_name("7", first);
    const auto good = one->files[name];
    const auto spoil = [&](std::string how) {
        one->files[name] = how;
        two->files[name] = std::move(how);
    };
    for (const std::size_t at : {std::size_t{3}, std::size_t{200}, good.size() / 2, good.size() - 1}) {
        auto bad = good;
        bad[at] ^= 1;
        spoil(bad);
        EXPECT_THROW(fetch(first), damaged) << at;
    }
    spoil(good.substr(0, good.size() - 1));
    EXPECT_THROW(fetch(first), damaged);
    spoil(good + "x");
    EXPECT_THROW(fetch(first), damaged);
    ship("000000010000000000000004", segment('b'));
    spoil(one->files[stored_wal_name("7", "000000010000000000000004")]);
    EXPECT_THROW(fetch(first), damaged) << "a segment under another's name";
    one->files[name] = "x";
    two->files[name] = good;
    EXPECT_EQ(fetch(first), segment('a')) << "the second place has a good one";
}

}  // namespace
}  // namespace gavel::backup
