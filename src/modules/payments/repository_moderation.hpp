// SQL of what moderators and operators see.
#pragma once
#include "modules/payments/moderation.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::payments::repository {

using pg::awaitable;

awaitable<std::vector<moderated_payment>> list_payments(pg::pool& pool, pg::deadline until, const payment_filter& f,
                                                        std::optional<payment_id> before, std::int64_t limit);
awaitable<std::optional<moderated_payment>> find_moderated(pg::pool& pool, pg::deadline until, payment_id id);
awaitable<std::vector<difference>> list_differences(pg::pool& pool, pg::deadline until, bool open, std::optional<difference_id> before,
                                                    std::int64_t limit);
awaitable<std::vector<difference>> differences_of(pg::pool& pool, pg::deadline until, payment_id id);
awaitable<std::vector<event>> events_of(pg::pool& pool, pg::deadline until, payment_id id, std::int64_t most);
awaitable<std::optional<difference>> find_difference(pg::transaction& tx, difference_id id);
void resolve(pg::transaction& tx, difference_id id, account_id by, const std::string& note);  // nothing if it was

}  // namespace gavel::payments::repository
