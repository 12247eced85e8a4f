// How strong a sign the facts are: 1 to 100, or nothing. Pure. README.md says where each formula comes from.
// A score of 40 is the least worth a moderator's time, 80 and more is hard to explain innocently.
#pragma once
#include "modules/trust/facts.hpp"
#include "modules/trust/model.hpp"

#include <optional>

namespace gavel::trust {

std::optional<signal> concentration(const pair_facts& f);
std::optional<signal> narrow_bidding(const bidder_facts& f);
std::optional<signal> never_wins(const bidder_facts& f);
std::optional<signal> loses_to_seller(const pair_facts& f);
std::optional<signal> shill_score(const pair_facts& f);
std::optional<signal> reserve_probing(const reserve_facts& f);
std::optional<signal> shared_network(const shared_facts& f, std::int64_t accounts_max);  // a network with more accounts tells nothing
std::optional<signal> new_account_leading(const newcomer_facts& f);
std::optional<signal> exposing_retraction(const exposure_facts& f);
std::optional<signal> cancelled_with_bids(const cancellation_facts& f);

}  // namespace gavel::trust
