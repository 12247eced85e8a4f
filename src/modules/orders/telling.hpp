// What happens to an order is written into its timeline and told to those it concerns, in the same transaction.
#pragma once
#include "modules/news/event.hpp"
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::orders {

using boost::asio::awaitable;

// Has a constructor on purpose (docs/develop/compiler-traps.md).
class told {
public:
    told(account_id whom_, news::kind kind_) : whom(whom_), kind(kind_) {}

    account_id whom;
    news::kind kind;
    std::optional<money> amount;
    std::optional<instant> until;
    std::string reason;  // a code, or a tracking number
};

awaitable<void> record(pg::transaction& tx, const order& o, happening h, std::vector<told> whom = {});

// What `whom` is told about the order, whose first lot is `lot`.
news::event event_of(const order& o, lot_id lot, std::int64_t seq, told whom);

// The same of something that is no line of the timeline but has a number of its own (a message).
awaitable<void> tell(pg::transaction& tx, const order& o, std::int64_t seq, std::vector<told> whom);

happening by_person(std::string kind, party by, account_id who);
happening by_itself(std::string kind);

}  // namespace gavel::orders
