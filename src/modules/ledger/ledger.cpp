#include "modules/ledger/ledger.hpp"

#include "modules/ledger/repository.hpp"
#include "modules/ledger/rules.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace gavel::ledger {
namespace {

void require_sound(const posting& p) {
    if (const auto fault = fault_of(p)) throw std::invalid_argument("ledger: " + *fault);
}

std::vector<std::string> names_of(const std::map<std::string, std::int64_t>& net) {
    std::vector<std::string> names;
    for (const auto& [name, added] : net) names.push_back(name);
    return names;
}

awaitable<receipt> known(pg::transaction& tx, std::string key) {
    const auto id = co_await repository::find(tx, key);
    if (!id) throw std::logic_error("ledger: the key " + key + " is taken by a transaction that is not there");
    co_return receipt{*id, false};
}

}  // namespace

awaitable<std::expected<receipt, shortage>> post(pg::transaction& tx, posting p) {
    require_sound(p);
    p.entries = in_order(std::move(p.entries));
    const auto net = net_of(p.entries);
    const auto before = co_await repository::lock(tx, names_of(net), p.currency);
    const auto earlier = co_await repository::find(tx, p.key);
    if (earlier) co_return receipt{*earlier, false};
    if (!covered(net, before)) co_return std::unexpected(shortage::not_enough);
    const auto id = co_await repository::insert(tx, p);
    if (!id) co_return co_await known(tx, p.key);
    repository::insert_entries(tx, *id, p);
    co_return receipt{*id, true};
}

awaitable<std::int64_t> locked_balance(pg::transaction& tx, const book& of, gavel::currency currency) {
    const auto name = of.name;
    const std::vector<std::string> names(1, name);
    const auto books = co_await repository::lock(tx, names, currency);
    co_return books.at(name).available();
}

awaitable<void> lock_books(pg::transaction& tx, std::vector<book> all, gavel::currency currency) {
    std::map<std::string, std::int64_t> each_once;
    for (const auto& each : all) each_once[each.name] = 0;
    co_await repository::lock(tx, names_of(each_once), currency);
}

awaitable<std::expected<hold_id, shortage>> reserve(pg::transaction& tx, account_id owner, money amount, std::string subject,
                                                    instant expires_at) {
    const auto available = co_await locked_balance(tx, wallet_of(owner), amount.currency);
    if (available < amount.amount) co_return std::unexpected(shortage::not_enough);
    co_return co_await repository::insert_hold(tx, owner, amount, subject, expires_at);
}

// What a hold is about never changes, so it is read without a lock; the books are locked before it, as everywhere.
awaitable<bool> post_hold(pg::transaction& tx, hold_id id, posting p) {
    require_sound(p);
    p.entries = in_order(std::move(p.entries));
    auto net = net_of(p.entries);
    const auto held = co_await repository::find_hold(tx, id);
    if (!held || !held->active) co_return false;
    if (held->amount.currency != p.currency || !net.contains(held->book) || net[held->book] >= 0 || -net[held->book] > held->amount.amount)
        throw std::invalid_argument(fmt::format("ledger: {} does not take what hold {} keeps of {}", p.key, id.value, held->book));
    auto before = co_await repository::lock(tx, names_of(net), p.currency);
    const auto still = co_await repository::find_hold(tx, id);
    if (!still->active) co_return false;
    before[held->book].reserved -= held->amount.amount;
    if (!covered(net, before)) throw std::logic_error(fmt::format("ledger: {} takes more than there is besides hold {}", p.key, id.value));
    const auto transaction = co_await repository::insert(tx, p);
    if (!transaction) throw std::logic_error("ledger: " + p.key + " was posted before, without its hold");
    const bool ended = co_await repository::end_hold(tx, id, *transaction);
    if (!ended) co_return false;
    repository::insert_entries(tx, *transaction, p);
    co_return true;
}

awaitable<bool> void_hold(pg::transaction& tx, hold_id id) {
    const auto held = co_await repository::find_hold(tx, id);
    if (!held || !held->active) co_return false;
    const std::vector<std::string> names(1, held->book);
    co_await repository::lock(tx, names, held->amount.currency);
    co_return co_await repository::end_hold(tx, id);
}

}  // namespace gavel::ledger
