// Lists the lots of the book through the public API, so the demo is what people could have done themselves.
#pragma once
#include "sim/demo/cast.hpp"
#include "sim/demo/lot_book.hpp"

#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace gavel::sim {

using chance = std::mt19937;

// What a seller buys for a lot.
struct wanted_promotions {
    person* seller = nullptr;
    std::string lot, title;
    std::vector<std::string> services;
};

struct load_result {
    int added = 0, known = 0;
    std::vector<wanted_promotions> promoted;
};

// `wanted` lots of the book, spread over it, or all there are. Those whose title one of the sellers already has are left alone, so a second
// start adds nothing. What the book calls sold is sold at the end, what it calls unsold comes to its end by the clock some minutes later.
load_result load_lots(std::vector<person>& people, chance& dice, std::size_t wanted);

// Draft and publish; the id. Throws std::runtime_error naming the title when the server refuses.
std::string publish(person& seller, const planned_lot& lot, const std::string& title);

}  // namespace gavel::sim
