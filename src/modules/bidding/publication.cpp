#include "modules/bidding/publication.hpp"

#include "modules/bidding/repository.hpp"

#include <stdexcept>

namespace gavel::bidding {

boost::asio::awaitable<void> publication::published(pg::transaction& tx, lots::published_lot lot) {
    repository::open(tx, lot, options_);
    co_return;
}

boost::asio::awaitable<bool> publication::withdrawn(pg::transaction& tx, lot_id lot) {
    co_return co_await repository::remove_scheduled(tx, lot);
}

boost::asio::awaitable<lots::lot_state> publication::state_of(pg::transaction& tx, lot_id lot) {
    const auto name = co_await repository::state_of(tx, lot);
    if (!name) throw std::logic_error("a published lot has no standing");
    co_return lots::parse_lot_state(*name).value();
}

}  // namespace gavel::bidding
