// What happens to the auction when a seller publishes a lot or takes it back, inside the transaction of lots.
#pragma once
#include "modules/bidding/options.hpp"
#include "modules/lots/events.hpp"

namespace gavel::bidding {

class publication : public lots::publication_listener {
public:
    explicit publication(const options& chosen) : options_(chosen) {}

    boost::asio::awaitable<void> published(pg::transaction& tx, lots::published_lot lot) override;
    boost::asio::awaitable<bool> withdrawn(pg::transaction& tx, lot_id lot) override;
    boost::asio::awaitable<lots::lot_state> state_of(pg::transaction& tx, lot_id lot) override;

private:
    const options& options_;
};

}  // namespace gavel::bidding
