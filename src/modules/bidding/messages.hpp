// Who is told what after a command. Pure: a list of messages; the caller queues them in the transaction of the command.
#pragma once
#include "modules/bidding/rules.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gavel::bidding {

struct message {
    news_kind kind = news_kind::outbid;
    account_id to;
    lot_id lot;
    std::int64_t seq = 0;              // of the bid or act that caused it
    std::optional<money> price;        // of the lot, right after
    std::optional<money> max;          // max_cut: what the maximum is now
    std::optional<instant> ends_at;    // extended, resumed: the new end
    std::optional<act_reason> reason;  // of whoever acted

    bool operator==(const message&) const = default;
};

// Who may be told about an act besides those it names. The same account may be in both.
struct audience {
    std::span<const account_id> bidders;   // everybody with bids that stand
    std::span<const account_id> watchers;  // told when the clock stops, moves or the lot is cancelled
};

std::vector<message> messages_of(const verdict& v);
std::vector<message> messages_of(const standing& before, const decision& d, const audience& all);

// Of the messages of several commands in a row on one lot, which ended in `at_end`: about leading and being outbid only what is still true,
// once for each account.
std::vector<message> still_true(std::vector<message> all, const standing& at_end);

}  // namespace gavel::bidding
