// The lots of the demo, as written in lots.txt and short_lots.txt:
//
//   = Title
//   category | condition | city | start | what it is worth | plan [| reserve]
//   [+ promotion ...]
//   Description in Markdown.
//
// Promotions (services of the shop) are only for lots that are not over. Amounts are whole hryvnias. Plans: run <minutes>, scheduled
// <minutes until the start>, sold, unsold (bids below the reserve), nobids.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

struct planned_lot {
    enum class plan { run, scheduled, sold, unsold, nobids };
    std::string title, description, category, condition, city;
    std::int64_t start = 0, worth = 0;  // hryvnias
    std::optional<std::int64_t> reserve;
    plan fate = plan::run;
    std::vector<std::string> promotions;
    std::int64_t minutes = 0;
    bool over() const { return fate == plan::sold || fate == plan::unsold || fate == plan::nobids; }
};

std::vector<planned_lot> read_book(std::string_view text);  // std::runtime_error naming the title at fault
const std::vector<planned_lot>& demo_lots();
const std::vector<planned_lot>& short_lots();

}  // namespace gavel::sim
