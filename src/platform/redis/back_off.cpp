#include "platform/redis/back_off.hpp"

#include <algorithm>
#include <random>

namespace gavel::redis {

std::chrono::milliseconds back_off::next() {
    thread_local std::minstd_rand random{std::random_device{}()};
    const auto longest = ceiling_.count();
    ceiling_ = std::min(2 * ceiling_, most);
    return std::chrono::milliseconds(std::uniform_int_distribution(longest / 2, longest)(random));
}

}  // namespace gavel::redis
