// Commands about a lot that are not bids: buying at once, taking bids back, what sellers, moderators and suspensions do. One per io thread;
// used only there. All answer only after the commit; the same account, key and request again get the first answer.
//
// They all have one shape (perform): lock the standing, read the facts, decide, append to the log, tell people, commit, publish. What a
// kind of command adds to it is a wish.
#pragma once
#include "base/error.hpp"
#include "modules/bidding/allowance.hpp"
#include "modules/bidding/events.hpp"
#include "modules/bidding/options.hpp"
#include "modules/bidding/repository_acts.hpp"
#include "modules/bidding/situation.hpp"
#include "modules/live/shard.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace gavel::bidding {

using boost::asio::awaitable;

struct command_result {
    accepted_act act;
    std::optional<placed_bid> bid;  // placed in the same moment
};

// One counter per kind of act.
class act_counters {
public:
    explicit act_counters(metrics::registry& r);
    void count(act_kind kind) { counters_[static_cast<std::size_t>(kind)].add(); }

private:
    std::vector<metrics::counter> counters_;
};

class acts {
public:
    // `limits`, if any, outlives it.
    acts(pg::pool& pool, live::shard& live, allowance& commands, metrics::registry& m, const options& chosen, exposure* limits = nullptr)
        : pool_(pool),
          live_(live),
          allowance_(commands),
          counters_(m),
          options_(chosen),
          limits_(limits) {}

    // Bidders.
    awaitable<result<command_result>> buy(command asked, money price, pg::deadline until);
    // `rebid`, the maximum that was meant, exactly with wrong_amount; placed in the same transaction.
    awaitable<result<command_result>> retract(command asked, act_reason reason, std::optional<money> rebid, pg::deadline until);

    // The seller.
    awaitable<result<command_result>> cancel_bids(command asked, std::int32_t number, act_reason reason, bool block, pg::deadline until);
    awaitable<result<command_result>> change_reserve(command asked, std::optional<money> reserve, pg::deadline until);
    awaitable<result<command_result>> cancel(command asked, act_reason reason, pg::deadline until);
    awaitable<result<command_result>> sell_early(command asked, pg::deadline until);

    // Moderators.
    awaitable<result<command_result>> freeze(command asked, act_reason reason, pg::deadline until);
    awaitable<result<command_result>> resume(command asked, act_reason reason, pg::deadline until);
    awaitable<result<command_result>> remove(command asked, act_reason reason, pg::deadline until);

    // The system: the bids of a suspended account go.
    awaitable<result<command_result>> ban(lot_id lot, account_id suspended, pg::deadline until);

private:
    struct wish {
        explicit wish(act_kind what) : kind(what) {}

        act_kind kind;
        act_content asked;            // reason, bidder and reserve: what makes two requests the same
        std::optional<money> amount;  // likewise: the price of a purchase, the maximum of a new bid
        bool binds = false;           // whoever asks then owes more than before: their limit counts
        repository::extent needs;
        std::function<result<outcome>(const situation&)> decide;        // pure
        std::function<void(pg::transaction&)> before;                   // sent before the lock of the standing
        std::function<void(pg::transaction&, const outcome&)> besides;  // sent after the log
    };

    awaitable<result<command_result>> take(command asked, wish w, pg::deadline until);
    awaitable<result<command_result>> perform(command asked, wish w, pg::deadline until);
    awaitable<void> read_limit(pg::transaction& tx, situation& found, account_id who);
    static result<command_result> repeated(const command& asked, const wish& w, const repository::locked_situation& found);

    pg::pool& pool_;
    live::shard& live_;
    allowance& allowance_;
    act_counters counters_;
    const options& options_;
    exposure* const limits_;
};

}  // namespace gavel::bidding
