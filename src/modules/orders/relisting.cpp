#include "modules/orders/relisting.hpp"

#include "modules/orders/errors.hpp"
#include "modules/orders/repository_sales.hpp"

namespace gavel::orders {

boost::asio::awaitable<result<void>> check_relisting(pg::transaction& tx, lot_id lot) {
    const auto before = co_await repository::listing_before(tx, lot);
    if (!before) co_return result<void>{};
    repository::lock_lot(tx, *before);
    const bool live = co_await repository::has_live_order(tx, *before);
    if (live) co_return refuse(lot_promised, {{"lot", before->text()}});
    co_return result<void>{};
}

}  // namespace gavel::orders
