// The columns step_bidders, step_amounts, step_reasons of bids and acts, there and back. Private to the repository.
#pragma once
#include "modules/bidding/model.hpp"
#include "platform/pg/parameters.hpp"
#include "platform/pg/row.hpp"

#include <string>
#include <vector>

namespace gavel::bidding::repository {

// Of several rows, one array as text per row.
class step_columns {
public:
    void add(const std::vector<price_step>& steps);

    std::vector<std::string> bidders, amounts, reasons;
};

std::vector<price_step> read_steps(const pg::row& r);

}  // namespace gavel::bidding::repository
