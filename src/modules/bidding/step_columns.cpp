#include "modules/bidding/step_columns.hpp"

#include <cstdint>
#include <string_view>

namespace gavel::bidding::repository {

void step_columns::add(const std::vector<price_step>& steps) {
    std::vector<int> who;
    std::vector<std::int64_t> how_much;
    std::vector<std::string_view> why;
    for (const auto& step : steps) {
        who.push_back(step.bidder);
        how_much.push_back(step.amount);
        why.push_back(to_string(step.reason));
    }
    bidders.push_back(pg::parameters::array_text(who));
    amounts.push_back(pg::parameters::array_text(how_much));
    reasons.push_back(pg::parameters::array_text(why));
}

std::vector<price_step> read_steps(const pg::row& r) {
    const auto who = r.get<std::vector<int>>("step_bidders");
    const auto how_much = r.get<std::vector<std::int64_t>>("step_amounts");
    const auto why = r.get<std::vector<std::string>>("step_reasons");
    std::vector<price_step> steps;
    for (std::size_t i = 0; i < who.size(); ++i)
        steps.push_back({who[i], how_much.at(i), named<step_reason>(step_reason_names, why.at(i)).value()});
    return steps;
}

}  // namespace gavel::bidding::repository
