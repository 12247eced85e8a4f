#include "modules/payments/settling.hpp"

#include "modules/payments/bookings.hpp"
#include "modules/payments/repository.hpp"
#include "modules/payments/repository_operations.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>
#include <span>
#include <stdexcept>

namespace gavel::payments {
namespace {

using namespace std::chrono_literals;

bool has_money(const attempt& a) {
    return a.state == attempt_state::held || a.state == attempt_state::approved || a.state == attempt_state::released;
}

constexpr auto forgotten_after = 10min;  // an order that the provider does not know so long after we asked for it will never be

// One application of an answer: what every step needs.
struct application {
    pg::transaction& tx;
    locked_file& file;
    attempt& a;
    std::string_view provider;
    instant now;
    bool changed = false;
    bool is_late = false;     // a newer answer may have been applied before
    bool noteworthy = false;  // worth keeping what was said
    bool again = false;       // it contradicts what we know, but may only be late: the provider is asked once more
};

awaitable<void> note(pg::transaction& tx, const attempt& a, finding f) {
    const bool is_new = co_await repository::insert_difference(tx, a.id, a.provider_order, f);
    if (is_new) log::error("payments.difference", "kind", f.kind, "payment", a.payment.value, "attempt", a.id.value);
}

awaitable<bool> is_surplus(application& to) {
    for (const auto& each : to.file.attempts)
        if (each.id != to.a.id && has_money(each) && !each.surplus) co_return true;
    co_return co_await repository::is_paid(to.tx, to.file.of.of, to.file.of.id);
}

void keep_facts(attempt& a, const provider_order& o) {
    if (!a.provider_payment && !o.number.empty()) a.provider_payment = o.number;
    if (!o.card.empty()) a.card = o.card;
    if (o.code != 0) {
        a.code = o.code;
        a.decline = o.decline;
    }
}

void wait_on(application& to) {
    auto& p = to.file.of;
    if (to.a.state == attempt_state::created && to.a.checkout_url) to.a.state = attempt_state::pending;
    if (p.state == payment_state::created && to.a.state == attempt_state::pending) p.state = payment_state::pending;
    if (to.a.decline) p.decline = to.a.decline;
}

void end_unpaid(application& to, attempt_state how) {
    auto& p = to.file.of;
    to.a.state = how;
    to.changed = true;
    if (how == attempt_state::declined && !to.a.decline) to.a.decline = "other";
    if (!is_live(p.state) || to.file.has_live(to.a.id)) return;
    p.state = how == attempt_state::expired ? payment_state::expired : payment_state::declined;
    p.decline = to.a.decline;
}

awaitable<void> grant(application& to, std::int64_t charged) {
    auto& [tx, file, a, provider, now, changed, is_late, noteworthy, again] = to;
    auto& p = file.of;
    const bool was_held = a.state == attempt_state::held;
    if (!was_held) a.surplus = co_await is_surplus(to);
    a.state = attempt_state::approved;
    a.captured = charged;
    changed = true;
    repository::save_attempt(tx, a);
    co_await book_arrival(tx, p, a, provider);
    if (a.surplus) {
        if (is_live(p.state) && !file.has_live(a.id)) p.state = payment_state::expired;
        co_await give_back(tx, file, a, "surplus");
        co_return;
    }
    p.state = payment_state::approved;
    p.decline.reset();
    if (!p.approved_at) p.approved_at = now;
    repository::save_payment(tx, p);
    p.granted = false;
    if (file.thing) p.granted = co_await file.thing->on_paid(tx, p.as_arrival(charged));
    if (p.granted) co_return;
    log::warning("payments.not_wanted", "payment", p.id.value);
    co_await give_back(tx, file, a, "not_wanted");
}

awaitable<void> hold(application& to) {
    auto& [tx, file, a, provider, now, changed, is_late, noteworthy, again] = to;
    auto& p = file.of;
    a.surplus = co_await is_surplus(to);
    a.state = attempt_state::held;
    changed = true;
    if (!a.surplus) {
        p.state = payment_state::held;
        p.decline.reset();
        p.approved_at = now;
        p.granted = true;
    }
    repository::save_attempt(tx, a);
    repository::save_payment(tx, p);
    if (!a.surplus && file.thing) {
        co_await file.thing->on_held(tx, p.as_arrival(a.amount.amount));
        co_return;
    }
    const auto key = "attempt:" + a.id.text() + ":surplus";
    const std::string reason = "surplus";
    co_await repository::insert_operation(tx, a, operation_kind::release, a.amount.amount, reason, key, std::nullopt);
}

awaitable<void> release(application& to) {
    auto& p = to.file.of;
    const bool was_held = to.a.state == attempt_state::held;
    if (!was_held) {
        end_unpaid(to, attempt_state::declined);
        co_return;
    }
    to.a.state = attempt_state::released;
    to.changed = true;
    if (to.a.surplus) co_return;
    p.state = payment_state::released;
    if (to.file.thing) co_await to.file.thing->on_released(to.tx, p.as_arrival(to.a.amount.amount));
}

awaitable<void> dispute(application& to) {
    to.a.state = attempt_state::disputed;
    to.changed = true;
    if (to.file.of.state == payment_state::created) to.file.of.state = payment_state::pending;
    co_return;
}

// The end of a hold is confirmed by the state of its attempt.
void confirm_end_of_hold(application& to, const std::vector<operation>& waiting) {
    for (const auto& each : waiting) {
        const bool captured = each.kind == operation_kind::capture && to.a.state == attempt_state::approved;
        const bool released = each.kind == operation_kind::release && to.a.state == attempt_state::released;
        if (captured || released) repository::finish_operation(to.tx, each.id, operation_state::done, std::nullopt);
    }
}

awaitable<void> confirm_refunds(application& to, const std::vector<operation>& waiting, const provider_order& told) {
    const auto count = confirmed_refunds(to.a, waiting, told);
    for (std::size_t i = 0; i < count; ++i) {
        const auto& each = waiting[i];
        repository::finish_operation(to.tx, each.id, operation_state::done, std::nullopt);
        to.a.refunding -= each.amount.amount;
        to.a.refunded += each.amount.amount;
        to.changed = true;
        co_await book_handover(to.tx, to.file.of, each, to.provider);
        log::info("payments.refunded", "payment", to.file.of.id.value, "operation", each.id.value);
        if (to.a.surplus) continue;
        to.file.of.refunded += each.amount.amount;
        to.file.of.state = settled_state(to.a);
    }
}

awaitable<void> apply(application& to, const provider_order& told) {
    const auto judged = judge(to.a, told);
    keep_facts(to.a, told);
    switch (judged.what) {
        case step::none: break;
        case step::wait: wait_on(to); break;
        case step::decline: end_unpaid(to, attempt_state::declined); break;
        case step::expire: end_unpaid(to, attempt_state::expired); break;
        case step::grant: co_await grant(to, judged.charged); break;
        case step::hold: co_await hold(to); break;
        case step::release: co_await release(to); break;
        case step::dispute: co_await dispute(to); break;
    }
    to.again = to.is_late && judged.found && judged.what == step::none;
    if (judged.found && !to.again) {
        to.noteworthy = true;
        auto f = *judged.found;
        co_await note(to.tx, to.a, std::move(f));
    }
    const auto waiting = co_await repository::find_waiting(to.tx, to.a.id);
    confirm_end_of_hold(to, waiting);
    co_await confirm_refunds(to, waiting, told);
}

awaitable<void> compare_sums(application& to, const totals& sums) {
    const auto& a = to.a;
    ++to.a.audits;
    const bool fits = sums.charged == a.captured && sums.reversed >= a.refunded && sums.reversed <= a.refunded + a.refunding;
    if (fits) co_return;
    finding f;
    f.kind = "totals_differ";
    f.ours = std::to_string(a.captured) + " charged, " + std::to_string(a.refunded) + " refunded";
    f.theirs = std::to_string(sums.charged) + " charged, " + std::to_string(sums.reversed) + " refunded";
    co_await note(to.tx, a, std::move(f));
}

void close_unknown(application& to) {
    const bool never_opened = to.a.state == attempt_state::unknown || to.a.state == attempt_state::created;
    if (never_opened && to.now > to.a.created_at + forgotten_after) end_unpaid(to, attempt_state::failed);
}

awaitable<void> note_overdue(application& to) {
    if (!is_overdue(to.a, to.now)) co_return;
    finding f;
    f.kind = "no_answer_after_end";
    f.ours = std::string(to_string(to.a.state));
    f.theirs = "open or silent";
    co_await note(to.tx, to.a, std::move(f));
}

}  // namespace

attempt* locked_file::find(attempt_id id) {
    const auto at = std::ranges::find(attempts, id, &attempt::id);
    return at == attempts.end() ? nullptr : &*at;
}

attempt* locked_file::main() {
    const auto at = std::ranges::find_if(attempts, [](const attempt& a) { return has_money(a) && !a.surplus; });
    return at == attempts.end() ? nullptr : &*at;
}

bool locked_file::has_live(attempt_id besides) const {
    return std::ranges::any_of(attempts, [&](const attempt& a) {
        const bool counts = a.state == attempt_state::disputed || a.state == attempt_state::pending || a.state == attempt_state::created;
        return a.id != besides && counts;
    });
}

awaitable<locked_file> lock_file(pg::transaction& tx, const payables& all, payment_id id) {
    locked_file file;
    const auto known = co_await repository::find_payment(tx, id);
    if (!known) throw std::logic_error("payments: there is no payment " + id.text());
    file.thing = all.find(known->of.kind);
    if (file.thing) co_await file.thing->lock(tx, known->of.id);
    const auto locked = co_await repository::lock_payment(tx, id);
    file.of = *locked;
    file.attempts = co_await repository::lock_attempts(tx, id);
    co_return file;
}

awaitable<bool> settle(pg::transaction& tx, const payables& all, std::string_view provider, question q, const answer<provider_order>& told,
                       const std::optional<totals>& sums, check_times times) {
    const auto id = co_await repository::payment_of(tx, q.of);
    auto file = co_await lock_file(tx, all, id);
    auto& a = *file.find(q.of);
    const auto now = co_await repository::now(tx);
    application to{tx, file, a, provider, now};
    to.is_late = a.checked_at != q.checked_at;
    if (told.good()) {
        a.checked_at = to.now;
        co_await apply(to, told.value);
        // Its answers differ each time, if only in the order of their members: only news is kept.
        if (to.changed || to.noteworthy) {
            const auto amount = std::to_string(told.value.amount);
            const std::string word(provider_state_names[static_cast<std::size_t>(told.value.state)]);
            co_await repository::insert_event(tx, "status", a.id, a.provider_order, word, amount, told.value.raw);
        }
    } else if (told.why == trouble::not_found) {
        a.checked_at = to.now;
        close_unknown(to);
    }
    if (sums && is_audit_due(a, to.now)) co_await compare_sums(to, *sums);
    co_await note_overdue(to);
    repository::save_attempt(tx, a);
    repository::save_payment(tx, file.of);
    if (to.again) repository::ask_now(tx, a.id);
    else repository::plan_check(tx, a.id, next_check(a, to.now, times), q.asked);
    co_return to.changed;
}

awaitable<void> give_back(pg::transaction& tx, locked_file& file, attempt& a, std::string reason) {
    const auto amount = a.captured - a.refunded - a.refunding;
    if (amount <= 0) co_return;
    const auto key = "attempt:" + a.id.text() + ":" + reason;
    const auto o = co_await repository::insert_operation(tx, a, operation_kind::refund, amount, reason, key, std::nullopt);
    const bool covered = co_await book_departure(tx, file.of, o.value());
    if (!covered) throw std::logic_error("payments: money that came in this transaction is not in the wallet");
    a.refunding += amount;
    if (!a.surplus) file.of.state = settled_state(a);
    repository::save_attempt(tx, a);
    repository::save_payment(tx, file.of);
}

awaitable<void> refuse_operation(pg::transaction& tx, const payables& all, operation_id id, std::optional<std::int64_t> code) {
    const auto known = co_await repository::find_operation_by_id(tx, id);
    if (!known) co_return;
    const auto of = co_await repository::payment_of(tx, known->attempt);
    auto file = co_await lock_file(tx, all, of);
    auto& a = *file.find(known->attempt);
    const auto o = co_await repository::lock_operation(tx, id);
    if (o->state != operation_state::waiting) co_return;
    repository::finish_operation(tx, id, operation_state::refused, code);
    finding f;
    f.kind = o->kind == operation_kind::capture ? "capture_refused" : "refund_refused";
    f.ours = std::to_string(o->amount.amount) + " " + std::string(o->amount.currency.code()) + " " + std::string(to_string(o->kind));
    f.theirs = "refused, operation " + id.text();
    if (code) f.detail = "code " + std::to_string(*code);
    if (o->kind == operation_kind::refund) {
        co_await book_failure(tx, file.of, *o);
        a.refunding -= o->amount.amount;
        a.loose += o->amount.amount;
        if (!a.surplus) file.of.state = settled_state(a);
        repository::save_attempt(tx, a);
        repository::save_payment(tx, file.of);
    }
    co_await note(tx, a, std::move(f));
}

}  // namespace gavel::payments
