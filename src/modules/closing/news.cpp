#include "modules/closing/news.hpp"

#include "platform/jobs/queue.hpp"

#include <string>
#include <string_view>

namespace gavel::closing {

namespace {

void tell_one(pg::transaction& tx, const bidding::standing& lot, std::string_view event, account_id whom) {
    boost::json::object news{{"event", event},   {"account", whom.text()},          {"lot", lot.lot.text()},
                             {"price", nullptr}, {"currency", lot.currency.code()}, {"seq", lot.next_seq - 1}};
    if (lot.price) news["price"] = *lot.price;
    jobs::enqueue(tx, "notifications.event", std::move(news), std::string(event) + ":" + lot.lot.text() + ":" + whom.text());
}

}  // namespace

void tell(pg::transaction& tx, const bidding::closed_lot& lot) {
    const bool sold = lot.after.state == bidding::lot_state::ended_sold;
    tell_one(tx, lot.after, sold ? "sold" : "unsold", lot.after.seller);
    for (const auto bidder : lot.bidders) {
        const bool won = sold && lot.after.leader->bidder == bidder;
        tell_one(tx, lot.after, won ? "won" : "lost", bidder);
    }
}

}  // namespace gavel::closing
