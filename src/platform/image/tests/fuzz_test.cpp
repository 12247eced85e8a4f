// Damaged pictures: whatever arrives, this process gets a picture or a reason. GAVEL_FUZZ_SEED and GAVEL_FUZZ_ROUNDS repeat or prolong a
// run.
#include "platform/image/kind.hpp"
#include "platform/image/tests/corpus.hpp"
#include "platform/image/worker.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace gavel::image {
namespace {

unsigned long setting(const char* name, unsigned long otherwise) {
    const char* text = std::getenv(name);
    return text ? std::stoul(text) : otherwise;
}

class damage {
public:
    explicit damage(unsigned long seed) : dice_(seed) {}

    std::string of(std::string file, const std::string& other) {
        const int strokes = 1 + static_cast<int>(below(4));
        for (int i = 0; i < strokes && !file.empty(); ++i) stroke(file, other);
        return file;
    }

private:
    std::size_t below(std::size_t end) { return std::uniform_int_distribution<std::size_t>(0, end - 1)(dice_); }
    // Heads decide more than pixels: half of the damage goes there.
    std::size_t place(const std::string& file) { return below(below(2) == 0 ? std::min<std::size_t>(file.size(), 200) : file.size()); }
    void stroke(std::string& file, const std::string& other) {
        const auto at = place(file);
        const auto length = std::min(file.size() - at, 1 + below(64));
        switch (below(7)) {
            case 0: file[at] = static_cast<char>(below(256)); break;
            case 1: file[at] = static_cast<char>(file[at] ^ (1 << below(8))); break;
            case 2: file.erase(at, length); break;
            case 3: file.insert(at, file.substr(at, length)); break;
            case 4: file.replace(at, length, std::string(length, below(2) == 0 ? '\xff' : '\0')); break;
            case 5: file.resize(at); break;
            default: file.replace(at, length, other.substr(below(other.size()), length)); break;
        }
    }

    std::mt19937 dice_;
};

class damaged : public testing::Test {
protected:
    static void SetUpTestSuite() { ASSERT_EQ(VIPS_INIT("image_test"), 0); }

    std::vector<std::string> files{corpus::held(6), corpus::png(),          corpus::webp(), corpus::avif(),
                                   corpus::heic(),  corpus::animated_png(), corpus::svg()};
    const unsigned long seed = setting("GAVEL_FUZZ_SEED", std::random_device{}());
    damage doing{seed};
    const std::string& file(std::size_t round) const { return files[round % files.size()]; }
};

TEST_F(damaged, heads_are_recognised_or_not) {
    const auto rounds = setting("GAVEL_FUZZ_ROUNDS", 100'000);
    for (unsigned long round = 0; round < rounds; ++round) {
        const auto content = doing.of(file(round).substr(0, 600), file(round + 1));
        const auto k = recognise(content);
        ASSERT_FALSE((k ? to_string(*k) : to_string(k.error())).empty()) << "GAVEL_FUZZ_SEED=" << seed;
    }
}

TEST_F(damaged, pictures_are_made_or_refused) {
    order o;
    o.sides = {64};
    o.limits.pixels_max = 4'000'000;
    o.limits.seconds_max = 20;
    const auto rounds = std::min(setting("GAVEL_FUZZ_ROUNDS", 80), 100'000ul);
    unsigned long made = 0;
    for (unsigned long round = 0; round < rounds; ++round) {
        const auto done = render_apart(doing.of(file(round), file(round + 1)), o, corpus::never);
        if (!done.made) continue;
        ++made;
        for (const auto& v : done.made->variants)
            ASSERT_LE(std::max(v.width, v.height), 64) << "GAVEL_FUZZ_SEED=" << seed << " round " << round;
    }
    EXPECT_GT(rounds, made) << "the damage does none: " << made;
}

}  // namespace
}  // namespace gavel::image
