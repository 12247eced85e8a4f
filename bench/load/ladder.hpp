// Rising maxima for one lot, from what the answers said.
#pragma once
#include "bench/load/exchange.hpp"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>

namespace gavel::load {

class ladder {
public:
    // "id amount step": the lot, what its next bid may be and the step there, in minor units.
    explicit ladder(const std::string& line) {
        std::istringstream words(line);
        if (!(words >> id_ >> least_ >> step_)) throw std::invalid_argument("not a lot, an amount and a step: " + line);
    }

    const std::string& id() const { return id_; }
    std::int64_t next_max() { return offered_ = std::max(least_, offered_ + steps_apart * step_); }
    void learn(const answer& a) {
        const auto least = a.number("min_next");
        if (!least) return;
        least_ = std::max(least_, *least);
        if (const auto price = a.number("price")) step_ = *least - *price;
    }

private:
    // A bid that overtakes its neighbours on the way by a place or two does not make theirs too low.
    static constexpr std::int64_t steps_apart = 3;

    std::string id_;
    std::int64_t least_ = 0, offered_ = 0, step_ = 0;
};

}  // namespace gavel::load
