#include "modules/bidding/purchase.hpp"

#include "modules/bidding/errors.hpp"
#include "modules/bidding/price.hpp"

#include <algorithm>
#include <utility>

namespace gavel::bidding {

const problem* why_not_buy(const standing& lot, account_id buyer, const bidder_facts& who, instant now) {
    if (const auto* why = why_not_take_part(lot, buyer, who, now)) return why;
    if (!lot.buy_now) return &no_buy_now;
    return buy_now_of(started(lot, now)) ? nullptr : &buy_now_gone;
}

result<decision> buy(const standing& lot, const purchase& wanted, const bidder_facts& who, instant now) {
    if (const auto* why = why_not_buy(lot, wanted.buyer, who, now)) return refuse_about(lot, *why, deposit_facts(*why, lot, who));
    const money price{*lot.buy_now, lot.currency};
    if (wanted.price != price) return refuse_about(lot, buy_now_changed, {{"field", "price"}, {"buy_now", to_json(price)}});
    if (exceeds_exposure(price.amount, who)) {
        const money available{std::max<std::int64_t>(0, *who.exposure_left), lot.currency};
        return refuse_about(lot, exposure_exceeded, {{"available", to_json(available)}});
    }
    auto asked = act_on(lot, act_kind::buy_now, actor::bidder, wanted.buyer, now);
    asked.content.bidder = who.number.value_or(lot.bidders + 1);
    return decide(lot, std::move(asked));
}

}  // namespace gavel::bidding
