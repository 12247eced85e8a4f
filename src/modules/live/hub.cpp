#include "modules/live/hub.hpp"

#include "base/random.hpp"
#include "modules/live/shard.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>

namespace gavel::live {

hub::hub() : node_(random_token(12)) {}

void hub::on_change(std::function<void(lot_id, std::int64_t)> told) { listeners_.push_back(std::move(told)); }

void hub::deliver(const shared_change& event) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = lots_.find(event->lot); found != lots_.end()) {
            if (event->version <= found->second.newest) return;
            found->second.newest = event->version;
            for (auto* each : shards_) each->accept(event);
        }
    }
    for (const auto& told : listeners_) told(event->lot, event->version);
}

void hub::deliver_unread(account_id account, std::int64_t unread) {
    const std::lock_guard lock(mutex_);
    const auto found = accounts_.find(account);
    if (found == accounts_.end() || found->second.newest == unread) return;
    found->second.newest = unread;
    for (auto* each : shards_) each->accept_unread(account, unread);
}

void hub::deliver_message(std::string_view payload) {
    const auto message = parse_wire(payload);
    if (!message) {
        log::warning("live.message_malformed", "bytes", payload.size());
        return;
    }
    if (message->node == node_) return;
    if (message->standing) deliver(message->standing);
    else deliver_unread(message->account, message->unread);
}

std::vector<hub::watched_lot> hub::watched_lots() const {
    const std::lock_guard lock(mutex_);
    std::vector<watched_lot> all;
    all.reserve(lots_.size());
    for (const auto& [lot, state] : lots_) all.push_back({lot, state.newest});
    return all;
}

std::vector<account_id> hub::watched_accounts() const {
    const std::lock_guard lock(mutex_);
    std::vector<account_id> all;
    all.reserve(accounts_.size());
    for (const auto& [account, state] : accounts_) all.push_back(account);
    return all;
}

void hub::attach(shard& part) {
    const std::lock_guard lock(mutex_);
    shards_.push_back(&part);
}

void hub::detach(shard& part) {
    const std::lock_guard lock(mutex_);
    std::erase(shards_, &part);
}

void hub::watch(const mailbox& box) {
    const std::lock_guard lock(mutex_);
    for (const auto lot : box.lots()) ++lots_[lot].readers;
    if (!box.account()) return;
    auto& account = accounts_[*box.account()];
    // A new reader knows no count yet, so the next one must reach it even if it is the same as before.
    account.newest = -1;
    ++account.readers;
}

void hub::unwatch(const mailbox& box) {
    const std::lock_guard lock(mutex_);
    const auto leave = [](auto& all, auto key) {
        const auto found = all.find(key);
        if (--found->second.readers == 0) all.erase(found);
    };
    for (const auto lot : box.lots()) leave(lots_, lot);
    if (box.account()) leave(accounts_, *box.account());
}

}  // namespace gavel::live
