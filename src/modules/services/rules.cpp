#include "modules/services/rules.hpp"

#include <algorithm>
#include <chrono>

namespace gavel::services {

promotion_period period_of(std::int64_t days, instant now, instant lot_starts_at, std::optional<instant> earlier_expires_at) {
    const auto begins = std::max({now, lot_starts_at, earlier_expires_at.value_or(now)});
    return {begins, begins + std::chrono::days(days)};
}

std::vector<moved_promotion> begun_with_lot(std::vector<purchase> paid, instant lot_starts_at) {
    std::ranges::sort(paid, {}, [](const purchase& p) { return *p.begins_at; });
    std::vector<moved_promotion> all;
    for (const auto& kind : offers) {
        std::vector<moved_promotion> moved;
        std::optional<std::chrono::microseconds> later;
        for (const auto& each : paid) {
            if (each.service != kind.name) continue;
            if (!later) later = std::chrono::duration_cast<std::chrono::microseconds>(lot_starts_at - *each.begins_at);
            if (*later != later->zero()) moved.push_back({each.id, {*each.begins_at + *later, *each.expires_at + *later}});
        }
        if (later && *later > later->zero()) std::ranges::reverse(moved);
        all.insert(all.end(), moved.begin(), moved.end());
    }
    return all;
}

bool may_be_promoted(lots::lot_state s) {
    using enum lots::lot_state;
    return s == scheduled || s == running || s == frozen;
}

purchase_state seen_state(const purchase& p, instant now) {
    return p.state == purchase_state::due && now >= p.pay_until ? purchase_state::lapsed : p.state;
}

bool is_active(const purchase& p, instant now) {
    return p.state == purchase_state::paid && p.begins_at && *p.begins_at <= now && now < *p.expires_at && p.lot_state &&
           may_be_promoted(*p.lot_state);
}

bool is_refundable(const purchase& p, instant now) {
    if (p.state != purchase_state::paid) return false;
    if (p.is_package()) return p.listings_used == 0;
    if (now < *p.begins_at || p.lot_state == lots::lot_state::draft) return true;
    const bool gone = !p.lot_state || *p.lot_state == lots::lot_state::cancelled;
    return gone && now < *p.expires_at;
}

bool is_returnable(const purchase& p, instant now) { return seen_state(p, now) == purchase_state::due || is_refundable(p, now); }

}  // namespace gavel::services
