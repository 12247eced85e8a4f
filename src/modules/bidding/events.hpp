// What bidding asks of modules above it, inside its own transactions. Wired by app.
#pragma once
#include "base/ids.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace gavel::bidding {

// how much more an account may bind itself to, in minor units: its limit less the maxima it leads with on any lot. Accounts without a
// limit are missing.
using powers = std::unordered_map<account_id, std::int64_t>;

class exposure {
public:
    virtual ~exposure() = default;

    // Locks what the answer depends on until the transaction ends: first come the lots, which the caller has locked (or is about to, by a
    // statement already sent), then these accounts. `accounts`: ascending, each once.
    virtual boost::asio::awaitable<powers> power_left(pg::transaction& tx, std::vector<account_id> accounts) = 0;
};

}  // namespace gavel::bidding
