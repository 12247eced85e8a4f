#include "modules/payments/refunds.hpp"

#include "modules/payments/bookings.hpp"
#include "modules/payments/errors.hpp"
#include "modules/payments/repository.hpp"
#include "modules/payments/repository_operations.hpp"
#include "modules/payments/settling.hpp"

#include <algorithm>

namespace gavel::payments {
namespace {

// What an earlier refused refund left in the wallet was given up by the thing already. An operator means that money first; a thing that
// gives money back means other money, as long as there is some.
awaitable<bool> is_given_up(pg::transaction& tx, locked_file& file, attempt& a, std::int64_t amount, bool by_operator) {
    const auto not_loose = a.captured - a.refunded - a.refunding - a.loose;
    const auto from_wallet = by_operator ? std::min(a.loose, amount) : std::max<std::int64_t>(amount - not_loose, 0);
    a.loose -= from_wallet;
    const auto rest = amount - from_wallet;
    if (rest == 0 || !file.of.granted) co_return true;
    if (!file.thing) co_return false;
    const money asked_for{rest, file.of.amount.currency};
    co_return co_await file.thing->on_refund(tx, file.of.as_arrival(a.captured), asked_for);
}

// Of the attempt that counts. An operator comes first for what a surplus one still has because the provider refused to take it back.
attempt* to_take_from(locked_file& file, bool by_operator) {
    const auto stuck = std::ranges::find_if(file.attempts, [](const attempt& a) { return a.surplus && a.loose > 0; });
    return by_operator && stuck != file.attempts.end() ? &*stuck : file.main();
}

// What an earlier command with this key began, if it meant the same.
result<operation> first_answer(locked_file& file, operation_kind kind, std::int64_t amount, operation earlier) {
    const bool same = file.find(earlier.attempt) && earlier.kind == kind && earlier.amount.amount == amount;
    if (!same) return refuse(key_reused);
    return earlier;
}

awaitable<result<operation>> begin_end_of_hold(pg::transaction& tx, const payables& all, payment_id of, operation_kind kind,
                                               std::int64_t amount, std::string reason, std::string key) {
    auto file = co_await lock_file(tx, all, of);
    const auto earlier = co_await repository::find_operation(tx, key);
    const auto sum = amount > 0 ? amount : file.of.amount.amount;
    if (earlier) co_return first_answer(file, kind, sum, *earlier);
    auto* a = file.main();
    if (!a || a->state != attempt_state::held) co_return refuse(nothing_to_refund);
    const auto waiting = co_await repository::find_waiting(tx, a->id);
    if (!waiting.empty()) co_return refuse(payment_busy);
    if (sum > a->amount.amount) co_return refuse(refund_too_large, {{"available", to_json(a->amount)}});
    const auto begun = co_await repository::insert_operation(tx, *a, kind, sum, reason, key, std::nullopt);
    if (!begun) co_return refuse(key_reused);
    co_return *begun;
}

}  // namespace

awaitable<result<operation>> begin_refund(pg::transaction& tx, const payables& all, payment_id of, std::int64_t amount, std::string reason,
                                          std::string key, std::optional<account_id> asked_by) {
    auto file = co_await lock_file(tx, all, of);
    const auto earlier = co_await repository::find_operation(tx, key);  // under the lock: of two at once the second finds it
    if (earlier) co_return first_answer(file, operation_kind::refund, amount, *earlier);
    auto* a = to_take_from(file, asked_by.has_value());
    if (!a || a->state != attempt_state::approved) co_return refuse(nothing_to_refund);
    const auto left = a->captured - a->refunded - a->refunding;
    if (left == 0) co_return refuse(nothing_to_refund);
    if (amount < 1 || amount > left) {
        const money available{left, a->amount.currency};
        co_return refuse(refund_too_large, {{"available", to_json(available)}});
    }
    const bool given_up = co_await is_given_up(tx, file, *a, amount, asked_by.has_value());
    if (!given_up) co_return refuse(not_refundable);
    const auto o = co_await repository::insert_operation(tx, *a, operation_kind::refund, amount, reason, key, asked_by);
    if (!o) co_return refuse(key_reused);  // by another payment, at this moment
    const bool covered = co_await book_departure(tx, file.of, *o);
    if (!covered) co_return refuse(not_refundable);
    a->refunding += amount;
    if (!a->surplus) file.of.state = settled_state(*a);
    repository::save_attempt(tx, *a);
    repository::save_payment(tx, file.of);
    co_return *o;
}

awaitable<result<operation>> begin_capture(pg::transaction& tx, const payables& all, payment_id of, std::int64_t amount, std::string reason,
                                           std::string key) {
    return begin_end_of_hold(tx, all, of, operation_kind::capture, amount, std::move(reason), std::move(key));
}

awaitable<result<operation>> begin_release(pg::transaction& tx, const payables& all, payment_id of, std::string reason, std::string key) {
    return begin_end_of_hold(tx, all, of, operation_kind::release, 0, std::move(reason), std::move(key));
}

}  // namespace gavel::payments
