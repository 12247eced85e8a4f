// The reserve is kept twice: as the seller wrote it, and in the standing. Bidding changes both in one transaction. Both only send.
#pragma once
#include "base/ids.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>

namespace gavel::lots {

void lock_reserve(pg::transaction& tx, lot_id lot);  // the lot's row; before the lock of its standing
void store_reserve(pg::transaction& tx, lot_id lot, std::optional<std::int64_t> amount);

}  // namespace gavel::lots
