// How much one account may lead with in all without a deposit: what bidding asks before it judges a bid.
#pragma once
#include "modules/bidding/events.hpp"
#include "modules/deposits/options.hpp"

namespace gavel::deposits {

class limits : public bidding::exposure {
public:
    explicit limits(const options& chosen) : options_(chosen) {}  // outlives it

    // Lots with a deposit count nothing: the deposit is their security.
    boost::asio::awaitable<bidding::powers> power_left(pg::transaction& tx, std::vector<account_id> accounts) override;

private:
    const options& options_;
};

}  // namespace gavel::deposits
