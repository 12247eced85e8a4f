#include "modules/bidding/publication.hpp"

#include "base/random.hpp"
#include "modules/bidding/decision.hpp"
#include "modules/bidding/increments.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/repository.hpp"
#include "modules/bidding/repository_locks.hpp"
#include "modules/bidding/repository_log.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/seller.hpp"
#include "modules/lots/errors.hpp"

#include <chrono>
#include <stdexcept>
#include <utility>

namespace gavel::bidding {

terms terms_of(const lots::published_lot& lot, const options& chosen) {
    terms t;
    t.currency = lot.start_price.currency;
    t.start = lot.start_price.amount;
    if (lot.reserve_price) {
        t.reserve = lot.reserve_price->amount;
        fill_randomly(t.reserve_salt);
    }
    if (lot.buy_now_price) t.buy_now = lot.buy_now_price->amount;
    if (lot.step) t.step = lot.step->amount;
    t.increments = increments_for(t.currency.code()).name();
    t.starts_at = lot.starts_at;
    t.ends_at = lot.ends_at;
    t.hard_ends_at = lot.ends_at + std::chrono::seconds(chosen.soft_close_max_s);
    t.soft = chosen.soft();
    return t;
}

boost::asio::awaitable<void> publication::published(pg::transaction& tx, lots::published_lot lot) {
    auto first = opened(lot.lot, lot.seller, terms_of(lot, options_), lot.now);
    repository::append_opening(tx, first);
    co_return;
}

boost::asio::awaitable<bool> publication::withdrawn(pg::transaction& tx, lot_id lot) {
    co_return co_await repository::remove_scheduled(tx, lot);
}

boost::asio::awaitable<lots::lot_state> publication::state_of(pg::transaction& tx, lot_id lot) {
    const auto name = co_await repository::state_of(tx, lot);
    if (!name) throw std::logic_error("a published lot has no standing");
    co_return lots::parse_lot_state(*name).value();
}

boost::asio::awaitable<bool> publication::may_relist(pg::transaction& tx, lot_id lot) {
    const auto found = co_await repository::lock_lot(tx, lot);
    co_return found&& why_not_relist(found->standing, found->standing.seller) == nullptr;
}

boost::asio::awaitable<result<lots::editable_lot>> publication::begin_edit(pg::transaction& tx, lot_id lot) {
    const auto found = co_await repository::lock_lot(tx, lot);
    const auto& [now, standing] = found.value();
    if (const auto* why = why_not_edit(standing, standing.seller, now, options_.rules.sellers))
        co_return refuse(lots::not_editable, {{"reason", why->slug}});
    co_return lots::editable_lot{now, standing.ends_at};
}

boost::asio::awaitable<void> publication::edited(pg::transaction& tx, lots::published_lot lot, std::vector<std::string> fields) {
    const auto found = co_await repository::lock_lot(tx, lot.lot);
    const auto chosen = terms_of(lot, options_);
    terms_edit asked;
    asked.by = lot.seller;
    asked.fields = std::move(fields);
    asked.start = chosen.start;
    asked.reserve = chosen.reserve;
    asked.buy_now = chosen.buy_now;
    asked.step = chosen.step;
    asked.ends_at = chosen.ends_at;
    auto accepted = change_terms(found.value().standing, asked, chosen.reserve_salt, lot.now, options_.rules.sellers);
    if (!accepted) throw std::logic_error("an edit that was begun is refused");
    repository::append_act(tx, *accepted);
    tx.after_commit([this, seen = public_view(accepted->after)] { live_.publish(live_change(seen)); });
}

lots::step_bounds publication::bounds_of_step(money start_price) const {
    return step_bounds_of(start_price, options_.rules.bids.granularity);
}

}  // namespace gavel::bidding
