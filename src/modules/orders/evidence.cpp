#include "modules/orders/evidence.hpp"

#include "modules/orders/taking.hpp"

#include <utility>

namespace gavel::orders {
namespace {

media::album evidence_of(order_id id) { return {media::purpose::order_photo, id.value}; }

}  // namespace

awaitable<result<media::upload>> evidence::add(visitor v, order_id id, media::new_file f, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto taken = co_await take(tx, v, id, command::write);
    if (!taken) co_return std::unexpected(taken.error());
    const auto begun = co_await media_.begin(tx, v.who, evidence_of(id), std::move(f));
    if (!begun) co_return std::unexpected(begun.error());
    co_await tx.commit();
    co_return co_await media_.opened(v.who, begun->id, until);
}

awaitable<std::vector<media::file>> evidence::all(order_id id, pg::deadline until) {
    co_return co_await media_.files_of(evidence_of(id), until);
}

}  // namespace gavel::orders
