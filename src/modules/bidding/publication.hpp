// What happens to the auction when a seller publishes a lot or takes it back, inside the transaction of lots.
#pragma once
#include "modules/bidding/options.hpp"
#include "modules/live/shard.hpp"
#include "modules/lots/events.hpp"

namespace gavel::bidding {

// What a lot is auctioned under: what its seller chose and the rules of the day. Draws the salt of the reserve.
terms terms_of(const lots::published_lot& lot, const options& chosen);

class publication : public lots::publication_listener {
public:
    publication(live::shard& live, const options& chosen) : live_(live), options_(chosen) {}

    boost::asio::awaitable<void> published(pg::transaction& tx, lots::published_lot lot) override;
    boost::asio::awaitable<bool> withdrawn(pg::transaction& tx, lot_id lot) override;
    boost::asio::awaitable<lots::lot_state> state_of(pg::transaction& tx, lot_id lot) override;
    boost::asio::awaitable<bool> may_relist(pg::transaction& tx, lot_id lot) override;
    boost::asio::awaitable<result<lots::editable_lot>> begin_edit(pg::transaction& tx, lot_id lot) override;
    boost::asio::awaitable<void> edited(pg::transaction& tx, lots::published_lot lot, std::vector<std::string> fields) override;
    lots::step_bounds bounds_of_step(money start_price) const override;

private:
    live::shard& live_;
    const options& options_;
};

}  // namespace gavel::bidding
