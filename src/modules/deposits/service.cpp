#include "modules/deposits/service.hpp"

#include "modules/deposits/errors.hpp"
#include "modules/deposits/making.hpp"
#include "modules/deposits/repository.hpp"
#include "modules/deposits/rules.hpp"
#include "platform/http/problems.hpp"

namespace gavel::deposits {
namespace {

result<void> sound(const terms& wanted, const lot_facts& lot, const options& chosen) {
    if (!wanted.amount) return {};
    if (wanted.amount->currency != lot.currency)
        return refuse(http::invalid_input, {{"field", "amount"}, {"currency", lot.currency.code()}});
    if (wanted.amount->amount > chosen.amount_max) return refuse(http::invalid_input, {{"field", "amount"}, {"max", chosen.amount_max}});
    return {};
}

awaitable<void> set_all_free(pg::transaction& tx, lot_id lot) {
    const auto live = co_await repository::lock_all_live(tx, lot);
    for (const auto& each : live) co_await set_free(tx, each);
}

awaitable<std::optional<money>> shown_required(pg::transaction& tx, lot_facts lot, const options& chosen) {
    if (!lot.published) co_return co_await repository::required_of_draft(tx, lot.lot);
    const auto amount = required_of(lot, chosen);
    if (!amount) co_return std::nullopt;
    co_return money{*amount, lot.currency};
}

}  // namespace

awaitable<result<service::seen>> service::look(lot_id lot, std::optional<account_id> who, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto asking = who.value_or(account_id());
    const auto facts = co_await repository::read_lot(tx, lot, asking);
    if (!facts || (!facts->published && facts->seller != asking)) co_return refuse(no_such_lot);
    seen found;
    found.required = co_await shown_required(tx, *facts, options_);
    if (who) found.mine = co_await repository::newest(tx, lot, *who);
    co_await tx.commit();
    co_return found;
}

awaitable<result<service::seen>> service::ask(lot_id lot, account_id who, bool moderates, terms wanted, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto before = co_await repository::lock_lot(tx, lot, who);
    if (!before) co_return refuse(no_such_lot);
    if (const auto* why = why_not_ask(*before, who, moderates)) co_return refuse(*why);
    if (const auto fine = sound(wanted, *before, options_); !fine) co_return std::unexpected(fine.error());
    co_await set_all_free(tx, lot);
    repository::set_terms(tx, lot, wanted, who);
    const auto after = co_await repository::read_lot(tx, lot, who);
    seen answer;
    answer.required = co_await shown_required(tx, after.value(), options_);
    co_await tx.commit();
    co_return answer;
}

awaitable<result<void>> service::ask_no_more(lot_id lot, account_id who, bool moderates, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto facts = co_await repository::lock_lot(tx, lot, who);
    if (!facts) co_return refuse(no_such_lot);
    if (const auto* why = why_not_ask(*facts, who, moderates)) co_return refuse(*why);
    co_await set_all_free(tx, lot);
    repository::remove_terms(tx, lot);
    co_await tx.commit();
    co_return result<void>();
}

awaitable<result<service::made>> service::make(lot_id lot, account_id who, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto facts = co_await repository::lock_lot(tx, lot, who);
    if (!facts) co_return refuse(no_such_lot);
    facts->required = required_of(*facts, options_);
    if (const auto* why = why_not_make(*facts, who)) co_return refuse(*why);
    made answer;
    auto live = co_await repository::lock_live(tx, lot, who);
    answer.is_new = !live;
    if (!live) live = co_await repository::insert(tx, *facts, who);
    if (live->state == state::unpaid) {
        const bool held = co_await hold_money(tx, *live, hold_until(*facts, options_));
        if (held) {
            answer.is_new = false;
            tell_taken(tx, *live);
        }
    }
    answer.mine = *live;
    co_await tx.commit();
    co_return answer;
}

awaitable<result<void>> service::take_back(lot_id lot, account_id who, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto facts = co_await repository::lock_lot(tx, lot, who);
    if (!facts || !facts->published) co_return refuse(no_such_lot);
    const auto live = co_await repository::lock_live(tx, lot, who);
    if (!live) co_return result<void>();
    if (const auto* why = why_not_take_back(*facts, who)) co_return refuse(*why);
    co_await set_free(tx, *live);
    co_await tx.commit();
    co_return result<void>();
}

}  // namespace gavel::deposits
