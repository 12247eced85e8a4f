#include "modules/deposits/options.hpp"

namespace gavel::deposits {

void options::declare(config::table& t) {
    t.integer("deposits.amount_max", amount_max, 1, 10'000'000'000, "The largest fixed deposit a seller may ask for, in minor units");
    t.integer("deposits.keep_days", keep_days, 1, 180,
              "Days after the end of a lot after which the winner's deposit is free at the latest; more than an order may take to be paid");
    t.integer("deposits.unsecured_max", unsecured_max, 0, 10'000'000'000,
              "What one account may lead with in all on lots without a deposit, in minor units; 0 = no limit");
    t.integer("deposits.owed_percent", owed_percent, 1, 100,
              "What an account that left orders unpaid deposits on lots that ask for none, in per cent of the start price");
    t.choice("deposits.forfeited_to", forfeited_to, {"seller", "site"}, "Who gets the deposit of a winner who does not pay");
}

}  // namespace gavel::deposits
