// SQL of payments and attempts. Lock order: the thing, its payments by id, their attempts by id, their operations, the books.
#pragma once
#include "modules/payments/model.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/bell.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::payments::repository {

using pg::awaitable;

// Pressed when something in these tables has become due in this process.
runtime::doorbell& due_questions();

awaitable<instant> now(pg::transaction& tx);

// The newest payment of the thing that is open, or that could be paid again. Waits for nobody: pg::error 55P03 if another holds it.
awaitable<std::optional<payment>> lock_payable_again(pg::transaction& tx, const subject& of);
// Whether the thing is paid by another payment than `besides` (0: by any).
awaitable<bool> is_paid(pg::transaction& tx, const subject& of, payment_id besides);
awaitable<payment> insert_payment(pg::transaction& tx, const subject& of, const bill& b);
awaitable<std::optional<payment>> find_payment(pg::pool& pool, pg::deadline until, payment_id id);
awaitable<std::optional<payment>> find_payment(pg::transaction& tx, payment_id id);
awaitable<std::optional<payment>> lock_payment(pg::transaction& tx, payment_id id);
void save_payment(pg::transaction& tx, const payment& p);

awaitable<std::vector<attempt>> lock_attempts(pg::transaction& tx, payment_id of);
awaitable<std::vector<attempt>> find_attempts(pg::pool& pool, pg::deadline until, payment_id of);
awaitable<std::optional<attempt>> find_attempt(pg::transaction& tx, std::string_view provider_order);
awaitable<payment_id> payment_of(pg::transaction& tx, attempt_id id);
awaitable<std::string> order_of(pg::transaction& tx, attempt_id id);
awaitable<attempt> insert_attempt(pg::transaction& tx, const payment& of, std::string_view provider, const std::string& provider_order,
                                  std::chrono::seconds life, std::chrono::seconds first_check);
void save_attempt(pg::transaction& tx, const attempt& a);  // all but when it is asked about
// When the provider is asked next. `asked`: which question was answered now; if a newer one waits, at once.
// Below zero: none was; an earlier time stays.
void plan_check(pg::transaction& tx, attempt_id id, std::optional<instant> at, std::int64_t asked);

// Attempts whose provider is to be asked now; leased so long.
awaitable<std::vector<attempt>> claim_due(pg::pool& pool, pg::deadline until, std::int64_t most, std::chrono::seconds lease);
void ask_now(pg::transaction& tx, attempt_id id);
// The same for the open attempts of a payment, if it was not asked in these seconds.
awaitable<std::int64_t> ask_soon(pg::pool& pool, pg::deadline until, payment_id of, std::chrono::seconds not_within);

// False: known already.
awaitable<bool> insert_event(pg::transaction& tx, std::string_view source, std::optional<attempt_id> of, std::string_view provider_order,
                             std::string_view order_status, std::string_view amount, std::string_view body);
// True: new.
awaitable<bool> insert_difference(pg::transaction& tx, std::optional<attempt_id> of, std::string_view provider_order, const finding& f);
awaitable<std::int64_t> count_open_differences(pg::pool& pool, pg::deadline until);

}  // namespace gavel::payments::repository
