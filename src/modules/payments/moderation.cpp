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
void close_dispute(pg::transaction& tx, locked_file& file, attempt_id id) {
    auto& a = *file.find(id);
    if (a.state != attempt_state::disputed) return;
    a.state = attempt_state::declined;
    a.decline = "other";
    repository::save_attempt(tx, a);
    if (!is_live(file.of.state) || file.has_live(id)) return;
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
    const auto found = co_await repository::find_difference(tx, id);
    if (!found) co_return std::nullopt;
    // The file before the difference, as settling has it: telling a difference again waits for whoever changes it.
    if (found->attempt) {
        const auto of = co_await repository::payment_of(tx, *found->attempt);
        auto file = co_await lock_file(tx, things_, of);
        close_dispute(tx, file, *found->attempt);
    }
    repository::resolve(tx, id, by, note);
    auto resolved = co_await repository::find_difference(tx, id);
    co_await tx.commit();
    co_return resolved;
}

}  // namespace gavel::payments
