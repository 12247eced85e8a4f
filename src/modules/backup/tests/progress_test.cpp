// What a person reads while a backup runs.
#include "modules/backup/progress.hpp"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <gmock/gmock.h>

#include <array>
#include <cstdlib>

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

// A terminal whose other end the test holds.
class terminal {
public:
    terminal() : other_end_(posix_openpt(O_RDWR | O_NOCTTY)) {
        if (other_end_ < 0 || grantpt(other_end_) != 0 || unlockpt(other_end_) != 0) return;
        file = fdopen(open(ptsname(other_end_), O_RDWR | O_NOCTTY), "w");
    }
    ~terminal() {
        if (file) std::fclose(file);
        close(other_end_);
    }
    // What was shown meanwhile, at once or within a moment.
    std::string shown() {
        constexpr int moment_ms = 20;
        std::string all;
        pollfd ready{other_end_, POLLIN, 0};
        for (std::array<char, 512> bytes{}; poll(&ready, 1, moment_ms) == 1;) {
            const auto count = read(other_end_, bytes.data(), bytes.size());
            if (count <= 0) break;
            all.append(bytes.data(), static_cast<std::size_t>(count));
        }
        return all;
    }
    std::FILE* file = nullptr;

private:
    int other_end_;
};

TEST(progress, on_a_terminal_is_one_line_with_rate_and_time_left) {
    using ::testing::EndsWith;
    using ::testing::HasSubstr;
    using ::testing::StartsWith;
    terminal screen;
    ASSERT_TRUE(screen.file);
    std::string seen;
    {
        progress shown(screen.file);
        shown.begin("database", std::uint64_t{1} << 40);
        EXPECT_EQ(screen.shown(), "\r\x1b[Kdatabase: 0 kB");
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (seen.empty() && std::chrono::steady_clock::now() < until) {
            shown.reached(50'000'000);
            seen = screen.shown();
        }
        EXPECT_THAT(seen, StartsWith("\r\x1b[Kdatabase: 50 MB, ")) << "over the line before";
        EXPECT_THAT(seen, HasSubstr("/s, about "));
        EXPECT_THAT(seen, EndsWith(" left"));
    }
    seen = screen.shown();
    EXPECT_THAT(seen, StartsWith("\r\x1b[Kdatabase: 50 MB, "));
    EXPECT_THAT(seen, EndsWith("/s\r\n")) << "what comes next begins a line";
}

}  // namespace
}  // namespace gavel::backup
