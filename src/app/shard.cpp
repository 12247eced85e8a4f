#include "app/shard.hpp"

#include "app/contract.hpp"

#include "modules/accounts/http.hpp"
#include "modules/accounts/http_passwords.hpp"
#include "modules/bidding/farewell.hpp"
#include "modules/bidding/http.hpp"
#include "modules/bidding/http_acts.hpp"
#include "modules/bidding/http_bidders.hpp"
#include "modules/bidding/live_view.hpp"
#include "modules/catalogue/http.hpp"
#include "modules/deposits/deposits.hpp"
#include "modules/deposits/http.hpp"
#include "modules/fees/http.hpp"
#include "modules/ledger/farewell.hpp"
#include "modules/ledger/http.hpp"
#include "modules/live/http.hpp"
#include "modules/lots/http.hpp"
#include "modules/lots/photos_http.hpp"
#include "modules/media/http.hpp"
#include "modules/newsletters/http.hpp"
#include "modules/notifications/http.hpp"
#include "modules/notifications/preferences_http.hpp"
#include "modules/orders/farewell.hpp"
#include "modules/orders/http.hpp"
#include "modules/orders/relisting.hpp"
#include "modules/payments/farewell.hpp"
#include "modules/payments/http.hpp"
#include "modules/payments/refunds.hpp"
#include "modules/push/http.hpp"
#include "modules/searches/http.hpp"
#include "modules/services/http.hpp"
#include "modules/services/listings.hpp"
#include "modules/trust/http.hpp"
#include "platform/pg/metrics.hpp"
#include "platform/storage/open.hpp"

namespace gavel::app {
namespace {

pg::pool_options for_desk(const options& settings) {
    pg::pool_options own = settings.pg;
    own.connections_max = settings.bidding.flushes_max;
    return own;
}

}  // namespace

shard::shard(boost::asio::io_context& where, process& of)
    : io(where),
      shared(of),
      pool(io, pg::counted(of.settings.pg, of.numbers)),
      desk_pool(io, pg::counted(for_desk(of.settings), of.numbers)),
      redis(io, of.settings.redis),
      live(io, of.live, of.life, &redis),
      exposure(of.settings.deposits),
      desk(io, desk_pool, live, of.life, of.usual_maxima, of.numbers, of.settings.bidding,
           of.settings.deposits.unsecured_max > 0 ? &exposure : nullptr),
      store(storage::open(io, of.settings.media.storage, of.workers, &of.numbers)),
      media(pool, *store, of.media),
      files(*store, of.media),
      accounts(pool, redis, of.accounts),
      auction(live, of.settings.bidding),
      bidding(pool, of.desks, of.bids, of.numbers, of.settings.bidding),
      acts(pool, live, of.bids, of.numbers, of.settings.bidding, of.settings.deposits.unsecured_max > 0 ? &exposure : nullptr),
      blocks(pool),
      suspensions(pool, of.settings.bidding),
      lots(pool, auction, of.settings.lots),
      photos(pool, auction, media),
      fees(pool, of.fees, gavel::services::fee_kinds()),
      shop(pool, of.settings.services),
      shop_bills(shop),
      notifications(pool, announcer()),
      preferences(pool),
      devices(pool, of.settings.push),
      catalogue(pool, of.caches),
      searches(pool),
      trust(pool),
      ledger(pool),
      readers(pool, redis, of.accounts),
      campaigns(pool, of.letters),
      deposits(pool, of.settings.deposits),
      deposit_bills(of.settings.deposits),
      cards(io, of.settings.payments, of.settings.mail.site_url, of.numbers),
      payments(pool, cards, payables, of.settings.payments, of.numbers),
      payment_callbacks(pool, of.settings.payments, of.numbers),
      payment_desk(pool, cards, payables, of.settings.payments),
      house(furnished()),
      order_payable(house),
      order_acts(pool, house),
      order_pages(pool),
      order_proofs(pool, media) {
    of.desks.add(desk);
    payables.add(order_payable);
    payables.add(deposit_bills);
    lots.on_change([&caches = of.caches](lot_id lot) { caches.invalidate(lot); });
    photos.on_change([&caches = of.caches](lot_id lot) { caches.invalidate(lot); });
    lots.on_relist([this](pg::transaction& tx, account_id seller, lot_id from, lot_id to) { return photos.copy(tx, seller, from, to); });
    open_shop();
    close_accounts();
    add_contract_routes(router);
    gavel::accounts::add_routes(router, accounts);
    gavel::accounts::add_password_routes(router, accounts);
    gavel::media::add_routes(router, media, files);
    gavel::live::add_routes(
        router, live,
        [this](std::vector<lot_id> some, std::vector<std::int64_t> versions, runtime::deadline until) {
            return gavel::bidding::changes_since(pool, std::move(some), std::move(versions), until);
        },
        [this](std::vector<account_id> some, runtime::deadline until) { return unread_of(std::move(some), until); });
    gavel::lots::add_routes(router, lots);
    gavel::lots::add_photo_routes(router, photos);
    gavel::bidding::add_routes(router, bidding);
    gavel::bidding::add_act_routes(router, acts);
    gavel::bidding::add_block_routes(router, blocks);
    gavel::bidding::add_moderation_routes(router, acts, suspensions);
    gavel::bidding::add_audit_route(router, pool);
    gavel::bidding::add_bidder_route(router, pool);
    gavel::notifications::add_routes(router, notifications);
    gavel::notifications::add_preference_routes(router, preferences);
    gavel::push::add_routes(router, devices);
    gavel::catalogue::add_routes(router, catalogue);
    gavel::searches::add_routes(router, searches);
    gavel::trust::add_routes(router, trust);
    gavel::ledger::add_routes(router, ledger);
    gavel::deposits::add_routes(router, deposits);
    gavel::newsletters::add_subscription_routes(router, readers);
    gavel::newsletters::add_campaign_routes(router, campaigns);
    const gavel::orders::counter counter{order_acts, order_pages, order_proofs, house, of.workers};
    gavel::orders::add_routes(router, counter);
    gavel::orders::add_act_routes(router, counter);
    gavel::orders::add_moderation_routes(router, counter);
    gavel::payments::add_routes(router, payments, payment_callbacks);
    gavel::payments::add_moderation_routes(router, payment_desk);
    if (!of.shell) return;
    pages.emplace(router, catalogue, lots, *of.shell, gavel::accounts::authenticator(accounts), of.settings.mail.site_url);
    gavel::catalogue::add_pages(router, *pages);
}

// What sellers pay for, and what happens to it with their lots.
void shard::open_shop() {
    lots.on_publish(
        [](pg::transaction& tx, account_id seller, lot_id lot, currency unit, instant now) -> boost::asio::awaitable<result<void>> {
            const auto free = co_await gavel::orders::check_relisting(tx, lot);
            if (!free) co_return free;
            co_return co_await gavel::services::charge_listing(tx, seller, lot, unit, now);
        });
    lots.on_remove([this](pg::transaction& tx, lot_id lot) { return remove_lot(tx, lot); });
    shop.on_change([&caches = shared.caches](lot_id lot) {
        caches.invalidate(lot);
        caches.home.invalidate(0);
    });
    payables.add(shop_bills);
    gavel::fees::add_routes(router, fees);
    gavel::services::add_routes(router, shop, fees, [this](account_id owner, runtime::deadline until) { return wallet_of(owner, until); });
}

boost::asio::awaitable<void> shard::remove_lot(pg::transaction& tx, lot_id lot) {
    co_await photos.release(tx, lot);
    co_await gavel::services::lot_removed(tx, lot);
}

boost::asio::awaitable<money> shard::wallet_of(account_id owner, runtime::deadline until) {
    const auto found = co_await ledger.wallets(owner, 10, until);
    money free;
    for (const auto& each : found)
        if (each.stands.currency == free.currency) free.amount = each.stands.balance - each.stands.held;
    co_return free;
}

// What each module says to, and does about, an account that its owner closes.
void shard::close_accounts() {
    const auto erase = [this](auto work) {
        gavel::accounts::closing_part part;
        part.erase = [work](pg::transaction& tx, const gavel::accounts::account& of) { return work(tx, of.id); };
        accounts.on_close(std::move(part));
    };
    gavel::accounts::closing_part auctions;
    auctions.ask = gavel::bidding::objections_to_closing;
    auctions.erase = [](pg::transaction& tx, const gavel::accounts::account& of) { return gavel::bidding::erase(tx, of.id); };
    accounts.on_close(std::move(auctions));
    gavel::accounts::closing_part orders;
    orders.ask = gavel::orders::objections_to_closing;
    orders.erase = [](pg::transaction& tx, const gavel::accounts::account& of) { return gavel::orders::erase(tx, of.id); };
    accounts.on_close(std::move(orders));
    gavel::accounts::closing_part paying;
    paying.ask = gavel::payments::objections_to_closing;
    accounts.on_close(std::move(paying));
    gavel::accounts::closing_part money;
    money.ask = gavel::ledger::objections_to_closing;
    accounts.on_close(std::move(money));
    erase([this](pg::transaction& tx, account_id of) { return lots.erase(tx, of); });
    erase([this](pg::transaction& tx, account_id of) { return media.release(tx, {gavel::media::purpose::avatar, of.value}); });
    erase([](pg::transaction& tx, account_id of) { return gavel::notifications::erase(tx, of); });
    erase([](pg::transaction& tx, account_id of) { return gavel::searches::erase(tx, of); });
    erase([](pg::transaction& tx, account_id of) { return gavel::services::erase(tx, of); });
    gavel::accounts::closing_part newsletters;
    newsletters.erase = [](pg::transaction& tx, const gavel::accounts::account& of) { return gavel::newsletters::erase(tx, of.email); };
    accounts.on_close(std::move(newsletters));
}

boost::asio::awaitable<std::vector<gavel::live::unread_count>> shard::unread_of(std::vector<account_id> some, runtime::deadline until) {
    const auto found = co_await notifications.unread_of(std::move(some), until);
    std::vector<gavel::live::unread_count> all;
    for (const auto& each : found) all.push_back({each.account, each.unread});
    co_return all;
}

// What payments do for orders.
gavel::orders::house shard::furnished() {
    gavel::orders::house h;
    h.limits = shared.settings.orders;
    h.prices = &sale_prices;
    h.refund = [this](pg::transaction& tx, gavel::payments::payment_id id, money amount, std::string reason,
                      std::string key) -> boost::asio::awaitable<bool> {
        const auto begun = co_await gavel::payments::begin_refund(tx, payables, id, amount.amount, std::move(reason), std::move(key));
        co_return begun.has_value();
    };
    h.begin_payment = [this](gavel::payments::subject of, account_id payer, language lang,
                             pg::deadline until) -> boost::asio::awaitable<result<http::reply>> {
        const auto begun = co_await payments.begin(payer, std::move(of), lang, until);
        if (!begun) co_return std::unexpected(begun.error());
        co_return gavel::payments::view_of(*begun);
    };
    h.on_unpaid = [this](pg::transaction& tx, const gavel::orders::order& o,
                         const std::vector<gavel::orders::line>& lines) -> boost::asio::awaitable<void> {
        for (const auto& each : lines) co_await gavel::deposits::forfeit(tx, each.lot, o.buyer, shared.settings.deposits);
    };
    h.on_settled = [](pg::transaction& tx, const gavel::orders::order& o, const std::vector<gavel::orders::line>& lines) {
        for (const auto& each : lines) gavel::deposits::release_later(tx, each.lot, o.buyer);
    };
    h.ask_deposits = gavel::deposits::ask_always;
    return h;
}

gavel::notifications::announcer shard::announcer() {
    return [this](account_id account, std::int64_t unread) { live.notify(account, unread); };
}

}  // namespace gavel::app
