// The parts of one io thread, built in the order in which they need each other. Used only on that thread once it runs.
#pragma once
#include "app/fee_pricing.hpp"
#include "app/process.hpp"

#include "modules/accounts/service.hpp"
#include "modules/bidding/acts.hpp"
#include "modules/bidding/blocks.hpp"
#include "modules/bidding/desk.hpp"
#include "modules/bidding/publication.hpp"
#include "modules/bidding/service.hpp"
#include "modules/bidding/suspensions.hpp"
#include "modules/catalogue/pages.hpp"
#include "modules/catalogue/service.hpp"
#include "modules/deposits/limits.hpp"
#include "modules/deposits/payable.hpp"
#include "modules/deposits/service.hpp"
#include "modules/fees/service.hpp"
#include "modules/ledger/service.hpp"
#include "modules/live/shard.hpp"
#include "modules/lots/photos.hpp"
#include "modules/lots/service.hpp"
#include "modules/media/files.hpp"
#include "modules/media/service.hpp"
#include "modules/newsletters/campaigns.hpp"
#include "modules/newsletters/subscriptions.hpp"
#include "modules/notifications/preferences_service.hpp"
#include "modules/notifications/service.hpp"
#include "modules/orders/acts.hpp"
#include "modules/orders/evidence.hpp"
#include "modules/orders/payable.hpp"
#include "modules/orders/reading.hpp"
#include "modules/payments/callbacks.hpp"
#include "modules/payments/fondy_provider.hpp"
#include "modules/payments/moderation.hpp"
#include "modules/payments/service.hpp"
#include "modules/push/service.hpp"
#include "modules/searches/service.hpp"
#include "modules/services/payable.hpp"
#include "modules/services/service.hpp"
#include "modules/trust/service.hpp"
#include "platform/http/router.hpp"
#include "platform/pg/pool.hpp"
#include "platform/redis/client.hpp"
#include "platform/storage/store.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <optional>

namespace gavel::app {

struct shard {
    shard(boost::asio::io_context& where, process& of);

    boost::asio::io_context& io;
    process& shared;
    pg::pool pool;
    pg::pool desk_pool;  // of its own: a burst of visitors never keeps a bid waiting for a connection
    redis::client redis;
    live::shard live;
    deposits::limits exposure;
    bidding::desk desk;
    const std::unique_ptr<storage::store> store;
    media::service media;
    media::files files;
    accounts::service accounts;
    bidding::publication auction;
    bidding::service bidding;
    bidding::acts acts;
    bidding::blocks blocks;
    bidding::suspensions suspensions;
    lots::service lots;
    lots::photos photos;
    fees::service fees;
    services::service shop;
    services::payable shop_bills;
    notifications::service notifications;
    notifications::preferences_service preferences;
    push::service devices;
    catalogue::service catalogue;
    searches::service searches;
    trust::service trust;
    ledger::service ledger;
    newsletters::subscriptions readers;
    newsletters::campaigns campaigns;
    deposits::service deposits;
    deposits::deposit_payable deposit_bills;
    payments::payables payables;  // what can be paid for: every module that sells something adds itself
    payments::fondy_provider cards;
    payments::service payments;
    payments::callbacks payment_callbacks;
    payments::moderation payment_desk;
    fee_pricing sale_prices;
    gavel::orders::house house;  // of orders: what payments, fees and deposits do for them
    gavel::orders::order_payable order_payable;
    gavel::orders::acts order_acts;
    gavel::orders::reading order_pages;
    gavel::orders::evidence order_proofs;
    http::router router;
    std::optional<catalogue::pages> pages;  // none without web.root

    // Unread messages of these accounts, for the live streams.
    boost::asio::awaitable<std::vector<gavel::live::unread_count>> unread_of(std::vector<account_id> some, runtime::deadline until);

private:
    void close_accounts();
    void open_shop();
    boost::asio::awaitable<void> remove_lot(pg::transaction& tx, lot_id lot);
    boost::asio::awaitable<money> wallet_of(account_id owner, runtime::deadline until);
    gavel::notifications::announcer announcer();
    gavel::orders::house furnished();
};

}  // namespace gavel::app
