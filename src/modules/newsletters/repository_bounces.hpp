// SQL of letters that came back.
#pragma once
#include "modules/newsletters/bounces.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

// "8a6e0804-2bd0-4672-b79d-d97027f9071a@auction.example" is ours; nothing if it cannot be.
std::optional<std::string> message_key_in(const std::string& message_id);

awaitable<bounce_effect> record_bounce(pg::transaction& tx, const std::optional<std::string>& message_key, const std::string& address,
                                       bool dead);
awaitable<bounce_effect> record_dead_addresses(pg::transaction& tx, const std::vector<std::string>& addresses);

}  // namespace gavel::newsletters
