// The automated bidders: every few seconds somebody bids, never above what a lot is worth to them.
#pragma once
#include "sim/demo/cast.hpp"
#include "sim/demo/loader.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace gavel::sim {

class bidders {
public:
    bidders(std::vector<person>& people, chance& dice);

    void step();       // one person looks at what runs and perhaps bids; throws no_answer
    void replenish();  // keeps enough lots running, and enough that end soon; throws no_answer

private:
    std::int64_t worth_to(const person& who, const std::string& lot, const std::string& title, std::int64_t start_minor) const;
    person& anybody();
    void relist(const std::vector<planned_lot>& book);

    std::vector<person>& people_;
    chance& dice_;
    std::map<std::string, std::int64_t> worth_;  // title -> hryvnias
    std::set<std::string> left_alone_;           // titles of lots that are to end as the book says
};

}  // namespace gavel::sim
