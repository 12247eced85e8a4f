// Suspending accounts with what follows for bidding: their bids that stand are cancelled by replay, by a job, lot after lot; the
// clock of a lot in its last hour is stopped first, and a moderator lets it go on.
#pragma once
#include "base/error.hpp"
#include "base/role.hpp"
#include "modules/accounts/model.hpp"
#include "modules/bidding/acts.hpp"
#include "modules/bidding/options.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gavel::bidding {

// A bid that was being decided while its bidder was suspended is looked for once more, when it has certainly been committed or given up.
inline constexpr std::chrono::seconds second_look_after{30};

// In the caller's transaction, which keeps this account from bidding: bids that were being decided meanwhile are cancelled.
void cancel_late_bids(pg::transaction& tx, account_id whom);

// Inside the caller's transaction. False: is suspended already, nothing changed.
boost::asio::awaitable<bool> suspend(pg::transaction& tx, account_id whom, std::string reason);

// Where bids of a suspended account stood; they are cancelled within seconds.
struct suspended_account {
    instant since;
    std::vector<lot_id> cancelled_on;  // at most lots_named_max
    std::vector<lot_id> frozen_on;     // those of them in their last hour, whose clock is stopped first
};
inline constexpr std::int64_t lots_named_max = 1'000;

// Of moderators. One per io thread; used only there.
class suspensions {
public:
    suspensions(pg::pool& pool, const options& chosen) : pool_(pool), options_(chosen) {}

    // Refuses no_such_account and protected_account (oneself; staff, unless a host asks). Suspended already: that suspension.
    boost::asio::awaitable<result<suspended_account>> suspend(account_id by, role of, account_id whom, std::string reason,
                                                              pg::deadline until);
    boost::asio::awaitable<result<void>> restore(role of, account_id whom, pg::deadline until);

private:
    pg::pool& pool_;
    const options& options_;
};

// The handler of `bidding.suspension`. `lots` must outlive it.
jobs::registration suspension_job(acts& lots);

}  // namespace gavel::bidding
