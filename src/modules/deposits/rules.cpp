#include "modules/deposits/rules.hpp"

#include "modules/deposits/errors.hpp"

#include <algorithm>
#include <chrono>

namespace gavel::deposits {

const problem* why_not_ask(const lot_facts& lot, account_id who, bool moderates) {
    if (who != lot.seller && (!moderates || !lot.published)) return &no_such_lot;
    if (!lot.published) return nullptr;
    return lot.open && lot.bidders == 0 ? nullptr : &deposit_too_late;
}

std::optional<std::int64_t> required_of(const lot_facts& lot, const options& chosen) {
    if (lot.required || !lot.owes) return lot.required;
    return std::max<std::int64_t>(1, basis_points_of(lot.start, chosen.owed_percent * 100));
}

const problem* why_not_make(const lot_facts& lot, account_id who) {
    if (!lot.published) return &no_such_lot;
    if (who == lot.seller) return &own_lot;
    if (!lot.open) return &lot_ended;
    return lot.required ? nullptr : &deposit_not_needed;
}

const problem* why_not_take_back(const lot_facts& lot, account_id who) {
    if (lot.open) return lot.stands ? &deposit_bound : nullptr;
    return is_free(lot, who) ? nullptr : &deposit_bound;
}

bool is_free(const lot_facts& lot, account_id who) { return !lot.open && !(lot.sold && lot.leader == who); }

instant hold_until(const lot_facts& lot, const options& chosen) {
    return std::max(lot.hard_ends_at, lot.now) + std::chrono::days(chosen.keep_days);
}

}  // namespace gavel::deposits
