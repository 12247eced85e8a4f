#include "modules/bidding/record.hpp"

namespace gavel::bidding {

aftermath aftermath_of(const standing& lot) {
    aftermath after;
    after.price = lot.price;
    if (lot.leader) after.leader = lot.leader->number;
    after.bids = lot.bids;
    after.bidders = lot.bidders;
    after.ends_at = lot.ends_at;
    after.state = lot.state;
    after.version = lot.version;
    return after;
}

}  // namespace gavel::bidding
