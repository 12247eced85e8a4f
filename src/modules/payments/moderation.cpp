#include "modules/payments/moderation.hpp"

#include "modules/payments/errors.hpp"
#include "modules/payments/refunds.hpp"
#include "modules/payments/repository.hpp"
#include "modules/payments/repository_moderation.hpp"
#include "modules/payments/repository_operations.hpp"
#include "modules/payments/settling.hpp"
#include "modules/payments/worker.hpp"
#include "platform/http/problems.hpp"

namespace gavel::payments {
namespace {

constexpr std::int64_t events_max = 100;

// What a person has looked at is over: the thing can be paid anew.
awaitable<void> close_dispute(pg::transaction& tx, const payables& things, attempt_id id) {
    const auto of = co_await repository::payment_of(tx, id);
    auto file = co_await lock_file(tx, things, of);
    auto& a = *file.find(id);
    if (a.state != attempt_state::disputed) co_return;
    a.state = attempt_state::declined;
    a.decline = "other";
    repository::save_attempt(tx, a);
    if (!is_live(file.of.state) || file.has_live(id)) co_return;
    file.of.state = payment_state::declined;
    file.of.decline = "other";
    repository::save_payment(tx, file.of);
}

}  // namespace

awaitable<std::vector<moderated_payment>> moderation::list(payment_filter f, std::optional<payment_id> before, std::int64_t limit,
                                                           pg::deadline until) {
    co_return co_await repository::list_payments(pool_, until, f, before, limit);
}

awaitable<std::optional<payment_file>> moderation::find(payment_id id, pg::deadline until) {
    auto found = co_await repository::find_moderated(pool_, until, id);
    if (!found) co_return std::nullopt;
    payment_file file;
    file.of = std::move(*found);
    file.attempts = co_await repository::find_attempts(pool_, until, id);
    file.operations = co_await repository::find_operations(pool_, until, id);
    file.differences = co_await repository::differences_of(pool_, until, id);
    file.events = co_await repository::events_of(pool_, until, id, events_max);
    co_return file;
}

awaitable<result<payment_file>> moderation::check(payment_id id, pg::deadline until) {
    if (!provider_.is_set_up()) co_return refuse(not_set_up);
    const auto attempts = co_await repository::find_attempts(pool_, until, id);
    for (const auto& each : attempts) {
        auto one = each;
        co_await payments::check(pool_, provider_, things_, settings_, std::move(one));
    }
    auto file = co_await find(id, until);
    if (!file) co_return refuse(http::not_found);
    co_return std::move(*file);
}

awaitable<result<operation>> moderation::refund(payment_id id, money amount, std::string reason, std::string key, account_id by,
                                                pg::deadline until) {
    if (!provider_.is_set_up()) co_return refuse(not_set_up);
    const auto found = co_await repository::find_payment(pool_, until, id);
    if (!found) co_return refuse(http::not_found);
    if (found->amount.currency != amount.currency) co_return refuse(currency_not_taken);
    auto tx = co_await pool_.begin(until);
    const auto whole_key = "moderation:" + by.text() + ":" + key;
    auto begun = co_await begin_refund(tx, things_, id, amount.amount, std::move(reason), whole_key, by);
    if (begun) co_await tx.commit();
    co_return begun;
}

awaitable<std::vector<difference>> moderation::differences(bool open, std::optional<difference_id> before, std::int64_t limit,
                                                           pg::deadline until) {
    co_return co_await repository::list_differences(pool_, until, open, before, limit);
}

awaitable<std::optional<difference>> moderation::resolve(difference_id id, account_id by, std::string note, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto resolved = co_await repository::resolve(tx, id, by, note);
    if (resolved && resolved->attempt) co_await close_dispute(tx, things_, *resolved->attempt);
    co_await tx.commit();
    co_return resolved;
}

}  // namespace gavel::payments
