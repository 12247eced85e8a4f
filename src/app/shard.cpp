#include "app/shard.hpp"

#include "app/contract.hpp"

#include "modules/accounts/http.hpp"
#include "modules/bidding/http.hpp"
#include "modules/catalogue/http.hpp"
#include "modules/lots/http.hpp"
#include "modules/notifications/http.hpp"
#include "platform/pg/metrics.hpp"

namespace gavel::app {

shard::shard(boost::asio::io_context& where, process& of)
    : io(where),
      shared(of),
      pool(io, pg::counted(of.settings.pg, of.numbers)),
      redis(io, of.settings.redis),
      live(io, of.live, of.life, &redis),
      accounts(pool, redis, of.accounts),
      auction(of.settings.bidding),
      bidding(pool, live, of.bids, of.numbers, of.settings.bidding),
      lots(pool, auction, of.settings.lots),
      notifications(pool, announcer()),
      catalogue(pool, of.caches) {
    lots.on_change([&caches = of.caches](lot_id lot) { caches.invalidate(lot); });
    add_contract_routes(router);
    gavel::accounts::add_routes(router, accounts);
    gavel::lots::add_routes(router, lots);
    gavel::bidding::add_routes(router, bidding);
    gavel::notifications::add_routes(router, notifications);
    gavel::catalogue::add_routes(router, catalogue);
    if (!of.shell) return;
    pages.emplace(router, catalogue, lots, *of.shell, gavel::accounts::authenticator(accounts), of.settings.mail.site_url);
    gavel::catalogue::add_pages(router, *pages);
}

gavel::notifications::announcer shard::announcer() {
    return [this](account_id account, std::int64_t unread) { live.notify(account, unread); };
}

}  // namespace gavel::app
