// SQL of messages and their evidence.
#pragma once
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::orders::repository {

using pg::awaitable;

awaitable<std::optional<message>> message_of_key(pg::transaction& tx, account_id who, const std::string& key);
awaitable<std::int64_t> count_messages(pg::transaction& tx, order_id id);
awaitable<std::optional<message>> insert_message(pg::transaction& tx, message m, std::string key);  // nothing: the key is taken
awaitable<std::vector<message>> messages_of(pg::transaction& tx, order_id id, std::int64_t most);

// How many of these are pictures that this account sends for this order.
awaitable<std::int64_t> count_evidence(pg::transaction& tx, order_id id, account_id who, std::vector<std::int64_t> files);

}  // namespace gavel::orders::repository
