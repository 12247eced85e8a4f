// SQL of what the provider is told to do with money it has.
#pragma once
#include "modules/payments/model.hpp"
#include "platform/pg/pool.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::payments::repository {

using pg::awaitable;

awaitable<std::optional<operation>> find_operation(pg::transaction& tx, const std::string& key);
// Nothing: the key belongs to another operation.
awaitable<std::optional<operation>> insert_operation(pg::transaction& tx, const attempt& of, operation_kind kind, std::int64_t amount,
                                                     const std::string& reason, const std::string& key, std::optional<account_id> asked_by);
awaitable<std::vector<operation>> find_waiting(pg::transaction& tx, attempt_id of);  // oldest first
awaitable<std::vector<operation>> find_operations(pg::pool& pool, pg::deadline until, payment_id of);
awaitable<std::optional<operation>> find_operation_by_id(pg::transaction& tx, operation_id id);
awaitable<std::optional<operation>> lock_operation(pg::transaction& tx, operation_id id);
// Waiting ones that are due, of each attempt the oldest only; leased so long, with the try counted.
struct due_operation {
    operation what;
    std::string provider_order;
    std::optional<instant> checked_at;  // of the attempt
};
awaitable<std::vector<due_operation>> claim_operations(pg::pool& pool, pg::deadline until, std::int64_t most, std::chrono::seconds lease);
void finish_operation(pg::transaction& tx, operation_id id, operation_state how, std::optional<std::int64_t> code);
awaitable<void> postpone_operation(pg::pool& pool, pg::deadline until, operation_id id, std::chrono::seconds wait, bool accepted,
                                   std::optional<std::int64_t> code);

}  // namespace gavel::payments::repository
