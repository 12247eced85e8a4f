// Lists and lot views for readers. One per io thread; the caches are shared by the whole process.
#pragma once
#include "modules/catalogue/model.hpp"
#include "modules/catalogue/options.hpp"
#include "modules/catalogue/query.hpp"
#include "modules/catalogue/view_cache.hpp"
#include "modules/lots/model.hpp"
#include "modules/media/addresses.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gavel::catalogue {

using boost::asio::awaitable;

// One per process. App calls invalidate() for every live event and every change of lots, from any thread.
class caches {
public:
    explicit caches(const options& chosen, media::addresses of_files = media::addresses({}));

    void invalidate(lot_id id) { lots.invalidate(id.value); }

    view_cache<kept_lot> lots;
    view_cache<kept_answer> home;        // one entry
    view_cache<watched_choice> watched;  // one entry
    view_cache<kept_answer> site_maps;   // one entry per origin
    const media::addresses where;        // what the kept answers name
};

class service {
public:
    service(pg::pool& pool, caches& shared) : pool_(pool), caches_(shared) {}

    const media::addresses& where() const { return caches_.where; }

    // Nothing: no such published lot. A hit does not touch PostgreSQL.
    awaitable<std::shared_ptr<const kept_lot>> lot(lot_id id, pg::deadline until);
    awaitable<std::shared_ptr<const kept_answer>> home(pg::deadline until);

    awaitable<list_page> list(list_query q, pg::deadline until);
    awaitable<card_page<lot_card>> lots_of(account_id seller, own_query q, pg::deadline until);
    awaitable<card_page<lot_card>> watched_by(account_id account, own_query q, pg::deadline until);
    awaitable<card_page<bid_card>> bids_of(account_id bidder, own_query q, pg::deadline until);

    // sitemap.xml of running lots in all languages for pages below `origin` (scheme://host).
    awaitable<std::shared_ptr<const kept_answer>> site_map(std::string origin, pg::deadline until);

private:
    awaitable<std::shared_ptr<const watched_choice>> most_watched(pg::deadline until);

    pg::pool& pool_;
    caches& caches_;
};

}  // namespace gavel::catalogue
