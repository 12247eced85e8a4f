// What a person reads while a backup runs.
#include "modules/backup/progress.hpp"

#include <gtest/gtest.h>

#include <array>

namespace gavel::backup {
namespace {

struct progress_case {
    std::uint64_t bytes, expected;
    double seconds;
    const char* text;
};

TEST(progress, says_how_much_how_fast_and_how_long) {
    constexpr std::uint64_t mega = 1'000'000, giga = 1'000 * mega;
    const std::array cases{
        progress_case{0, 0, 0, "database: 0 kB"},
        progress_case{0, giga, 5, "database: 0 kB"},
        progress_case{500'000, 0, 1, "database: 500 kB, 500 kB/s"},
        progress_case{200 * mega, 300 * mega, 10, "database: 200 MB, 20 MB/s, about 5 s left"},
        progress_case{giga, 4 * giga, 20, "database: 1.0 GB, 50 MB/s, about 1 min 0 s left"},
        progress_case{giga, 100 * giga, 10, "database: 1.0 GB, 100 MB/s, about 16 min 30 s left"},
        progress_case{giga, 1000 * giga, 10, "database: 1.0 GB, 100 MB/s, about 2 h 46 min left"},
        progress_case{2 * giga, giga, 10, "database: 2.0 GB, 200 MB/s"},  // the estimate was too low
    };
    for (const auto& each : cases)
        EXPECT_EQ(progress_text("database", each.bytes, each.expected, std::chrono::duration<double>(each.seconds)), each.text);
}

}  // namespace
}  // namespace gavel::backup
