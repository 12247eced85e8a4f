// Private to this folder. How long to wait before the next attempt to reach Redis.
#pragma once
#include <chrono>

namespace gavel::redis {

// 100 ms doubling to 5 s, each shortened by up to a half at random, so that many processes do not come back in one moment.
class back_off {
public:
    std::chrono::milliseconds next();
    void reset() { ceiling_ = least; }

private:
    static constexpr std::chrono::milliseconds least{100}, most{5000};
    std::chrono::milliseconds ceiling_ = least;
};

}  // namespace gavel::redis
