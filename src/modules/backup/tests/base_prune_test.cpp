// What goes when base backups grow old: never what the ones that stay need.
#include "modules/backup/base_backup.hpp"
#include "modules/backup/tests/memory_target.hpp"
#include "modules/backup/wal_names.hpp"
#include "tests/support/run.hpp"

#include <gmock/gmock.h>

namespace gavel::backup {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class base_prune_test : public ::testing::Test {
protected:
    void put(const std::string& name, std::string content = "x", std::chrono::hours age = 0h) {
        at.files[name] = std::move(content);
        at.made[name] = std::chrono::system_clock::now() - age;
    }
    void put_base(const std::string& system, const std::string& id, const std::string& first, const char* finished) {
        base_record r;
        r.system = system;
        r.id = id;
        r.first_wal = first;
        r.finished = parse_instant(finished).value();
        put(base_part_name(system, id, 1));
        put(base_record_name(system, id), write_base_record(r, signs));
    }
    std::int64_t prune(std::int64_t keep) { return test::run_on(io, prune_bases(at, {signs.by()}, "7", keep)); }
    std::vector<std::string> left() const {
        std::vector<std::string> names;
        for (const auto& each : at.files) names.push_back(each.first);
        return names;
    }

    boost::asio::io_context io;
    in_memory::memory_target at;
    const signing_key signs = new_signing_key();
    const std::string a = "20261101-000000-aaaaaa", b = "20261102-000000-bbbbbb", c = "20261103-000000-cccccc";
};

TEST_F(base_prune_test, the_oldest_go_with_the_log_before_the_next) {
    put_base("7", a, "000000010000000000000003", "2026-11-01T01:00:00Z");
    put_base("7", b, "000000010000000000000006", "2026-11-02T01:00:00Z");
    put_base("7", c, "000000020000000000000009", "2026-11-03T01:00:00Z");
    put_base("8", a, "000000010000000000000001", "2026-11-01T01:00:00Z");
    for (const auto* name : {"000000010000000000000003", "000000010000000000000005", "000000010000000000000006", "000000020000000000000009",
                             "00000002.history"})
        put(stored_wal_name("7", name));
    put("b/20261101-000000-aaaaaa/manifest");
    const auto all = left();
    EXPECT_EQ(prune(3), 0);
    EXPECT_EQ(left(), all);
    EXPECT_EQ(prune(2), 4);
    EXPECT_THAT(left(),
                ElementsAre("b/20261101-000000-aaaaaa/manifest", "w/7/000000010000000000000006", "w/7/00000002.history",
                            "w/7/000000020000000000000009", base_part_name("7", b, 1), base_record_name("7", b), base_part_name("7", c, 1),
                            base_record_name("7", c), base_part_name("8", a, 1), base_record_name("8", a)));
}

TEST_F(base_prune_test, without_one_that_is_believed_nothing_goes) {
    put(stored_wal_name("7", "000000010000000000000003"), "x", 1000h);
    put(base_part_name("7", a, 1), "x", 1000h);
    put(base_record_name("7", a), "not ours", 1000h);
    EXPECT_EQ(prune(1), 0);
    EXPECT_EQ(at.files.size(), 3u);
}

TEST_F(base_prune_test, what_killed_programs_left_goes_when_it_is_old) {
    put_base("7", b, "000000010000000000000003", "2026-11-02T01:00:00Z");
    put(base_part_name("7", a, 1), "x", 72h);
    put(base_part_name("7", c, 1), "x", 1h);
    EXPECT_EQ(prune(1), 1);
    EXPECT_FALSE(at.files.contains(base_part_name("7", a, 1)));
    EXPECT_TRUE(at.files.contains(base_part_name("7", c, 1))) << "it may be on its way";
}

}  // namespace
}  // namespace gavel::backup
