// Several desks on the same lots against a house that takes one lock at a time: the same random commands, batches, failures. The seed of a
// run is printed; GAVEL_TEST_SEED repeats its commands, GAVEL_TEST_COMMANDS changes their number.
#include "modules/bidding/tests/contest.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>

namespace gavel::bidding::test {
namespace {

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
    const char* given = std::getenv(variable);
    return given ? std::strtoull(given, nullptr, 10) : otherwise;
}

std::uint64_t seed() {
    static const auto chosen = number_from("GAVEL_TEST_SEED", std::random_device{}());
    return chosen;
}

class desk_property_pgtest : public contest {
protected:
    desk_property_pgtest() : contest(seed()) {}
};

TEST_F(desk_property_pgtest, desks_agree_with_a_house_that_takes_one_lock_at_a_time) {
    std::cout << "GAVEL_TEST_SEED=" << seed() << std::endl;
    const auto commands = static_cast<std::int64_t>(number_from("GAVEL_TEST_COMMANDS", 200'000));
    for (std::int64_t sent = 0; sent < commands;) {
        const auto wave = pick(1, 800);
        ASSERT_NO_FATAL_FAILURE(play_wave(static_cast<std::size_t>(wave))) << "GAVEL_TEST_SEED=" << seed();
        sent += wave;
    }
    ASSERT_NO_FATAL_FAILURE(check_everything()) << "GAVEL_TEST_SEED=" << seed();
    std::cout << accepted_ << " accepted, " << compared_ << " answers compared" << std::endl;
    EXPECT_GT(accepted_, commands / 8);  // most kinds of commands are there to be refused
    EXPECT_GT(compared_, commands * 9 / 10);
}

}  // namespace
}  // namespace gavel::bidding::test
