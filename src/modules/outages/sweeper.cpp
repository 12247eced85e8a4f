#include "modules/outages/sweeper.hpp"

#include "modules/bidding/extension.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/outages/repository.hpp"
#include "platform/observe/log.hpp"

#include <chrono>

namespace gavel::outages {

using namespace std::chrono_literals;

boost::asio::awaitable<bool> sweeper::sweep_once() {
    auto tx = co_await pool_.begin(runtime::within(20s));
    const auto outage = co_await repository::take_unswept(tx);
    if (!outage) co_return false;

    // The window of a lot that this outage touches begins at most so much before it; earlier gaps in there count too.
    const auto gaps = co_await repository::gaps_since(tx, outage->lost.began_at - std::chrono::seconds(policy_.watched_s));
    const auto done = co_await bidding::extend_lost(tx, outage->lost, gaps, outage->swept_to, lots_per_sweep_max, policy_);
    const auto extended = std::ssize(done.extended);
    if (done.last) repository::note_progress(tx, outage->id, *done.last, extended);
    else repository::note_swept(tx, outage->id, extended);
    co_await tx.commit();

    for (const auto& lot : done.extended) live_.publish(bidding::live_change(bidding::public_view(lot)));
    instruments_.extended.add(static_cast<double>(extended));
    log::info(done.last ? "outages.sweeping" : "outages.swept", "outage", outage->id, "extended", extended);
    co_return true;
}

}  // namespace gavel::outages
