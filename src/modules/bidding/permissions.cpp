#include "modules/bidding/permissions.hpp"

#include "modules/bidding/moderation.hpp"
#include "modules/bidding/purchase.hpp"
#include "modules/bidding/seller.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace gavel::bidding {

namespace {

permission unless(const problem* why, std::optional<instant> until = std::nullopt) {
    return why ? permission{why, std::nullopt} : permission{nullptr, until};
}

permission to_retract(const standing& lot, const person& who, instant now, const policy& rules) {
    const auto found = retractable_now(lot, who.retractions, std::nullopt, now, rules.retractions);
    return found ? permission{nullptr, found->until} : permission{found.error(), std::nullopt};
}

// A clock that stands ends nothing.
std::optional<instant> end_of(const standing& lot) { return lot.state == lot_state::frozen ? std::nullopt : std::optional(lot.ends_at); }

permission to_cancel(const standing& lot, const person& who, const moderator& staff, instant now, const policy& rules) {
    if (staff.is_moderator && who.account != lot.seller) return unless(why_not_remove(lot, staff, now), end_of(lot));
    const auto quiet = lot.leader ? std::chrono::seconds(rules.sellers.quiet_s) : std::chrono::seconds(0);
    return unless(why_not_cancel(lot, who.account, now, rules.sellers), lot.ends_at - quiet);
}

}  // namespace

permissions permissions_of(const standing& lot, const person& who, instant now, const policy& rules) {
    const moderator staff{who.account, who.is_moderator, who.bidder.number.has_value()};
    const auto before_quiet = lot.ends_at - std::chrono::seconds(rules.sellers.quiet_s);
    permissions may;
    const auto to = [&may](action what) -> permission& { return may[static_cast<std::size_t>(what)]; };
    to(action::bid) = unless(why_not_bid(lot, who.account, who.bidder, now), lot.ends_at);
    to(action::buy_now) = unless(why_not_buy(lot, who.account, who.bidder, now), lot.ends_at);
    to(action::retract) = to_retract(lot, who, now, rules);
    to(action::cancel_bids) = unless(why_not_cancel_bids(lot, who.account, now), lot.ends_at);
    to(action::change_reserve) =
        unless(why_not_change_reserve(lot, who.account, now, rules.sellers), lot.reserve ? lot.ends_at : before_quiet);
    to(action::edit) = unless(why_not_edit(lot, who.account, now, rules.sellers), before_quiet);
    to(action::cancel) = to_cancel(lot, who, staff, now, rules);
    to(action::sell_now) = unless(why_not_sell_early(lot, who.account, now), lot.ends_at);
    to(action::relist) = unless(why_not_relist(lot, who.account));
    to(action::freeze) = unless(why_not_freeze(lot, staff, now), lot.ends_at);
    to(action::resume) = unless(why_not_resume(lot, staff));
    return may;
}

full_relation in_full(lot_relation stands, const standing& lot, const person& who, instant now, const policy& rules) {
    full_relation full;
    full.stands = std::move(stands);
    full.may = permissions_of(lot, who, now, rules);
    if (const auto found = retractable_now(lot, who.retractions, std::nullopt, now, rules.retractions)) full.retracts = found->scope;
    full.retractions_left = std::max<std::int64_t>(0, rules.retractions.most - who.retractions.recent);
    return full;
}

}  // namespace gavel::bidding
