#include "modules/bidding/live.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace gavel::bidding {

namespace {

template <class Map, class Key>
void remove_from(Map& map, Key key, const mailbox* box) {
    const auto found = map.find(key);
    std::erase(found->second, box);
    if (found->second.empty()) map.erase(found);
}

}  // namespace

live_shard::live_shard(boost::asio::io_context& io, hub& h, runtime::life& l, redis::client* wire)
    : io_(io),
      hub_(h),
      life_(l),
      wire_(wire),
      self_(std::make_shared<live_shard*>(this)) {
    hub_.attach(*this);
}

live_shard::~live_shard() { hub_.detach(*this); }

void live_shard::publish(const public_standing& lot) {
    const auto event = make_live(lot);
    hub_.deliver(event);
    send("lot:" + lot.lot.text(), wire_text(hub_.node(), *event));
}

void live_shard::notify(account_id account, std::int64_t unread) {
    hub_.deliver_unread(account, unread);
    send("account:" + account.text(), wire_text(hub_.node(), account, unread));
}

void live_shard::listen() {
    if (!wire_) return;
    wire_->subscribe(
        std::string(live_channel), [this](std::string payload) { hub_.deliver_message(payload); }, [this](bool up) { hub_.set_wire(up); });
}

live_shard::subscription::subscription(live_shard& of, std::shared_ptr<mailbox> box) : of_(of.self_), box_(std::move(box)) {
    for (const auto lot : box_->lots()) of.by_lot_[lot].push_back(box_.get());
    if (box_->account()) of.by_account_[*box_->account()].push_back(box_.get());
    of.hub_.watch(*box_);
}

live_shard::subscription::~subscription() {
    const auto alive = of_.lock();
    if (!alive) return;
    auto& of = **alive;
    of.hub_.unwatch(*box_);
    for (const auto lot : box_->lots()) remove_from(of.by_lot_, lot, box_.get());
    if (box_->account()) remove_from(of.by_account_, *box_->account(), box_.get());
}

std::shared_ptr<live_shard::subscription> live_shard::subscribe(std::shared_ptr<mailbox> box) {
    return std::make_shared<subscription>(*this, std::move(box));
}

void live_shard::accept(const shared_standing& event) {
    const std::lock_guard lock(inbox_mutex_);
    auto& newest = inbox_[event->lot];
    if (newest && newest->version >= event->version) return;
    newest = event;
    wake_up();
}

void live_shard::accept_unread(account_id account, std::int64_t unread) {
    const std::lock_guard lock(inbox_mutex_);
    unread_inbox_[account] = unread;
    wake_up();
}

// However fast changes arrive, one hand-out is on its way and each lot waits once.
void live_shard::wake_up() {
    if (std::exchange(woken_, true)) return;
    boost::asio::post(io_, [this] { hand_out(); });
}

void live_shard::hand_out() {
    std::unordered_map<lot_id, shared_standing> standings;
    std::unordered_map<account_id, std::int64_t> counts;
    {
        const std::lock_guard lock(inbox_mutex_);
        woken_ = false;
        standings.swap(inbox_);
        counts.swap(unread_inbox_);
    }
    for (const auto& [lot, event] : standings)
        if (const auto found = by_lot_.find(lot); found != by_lot_.end())
            for (auto* box : found->second) box->offer(event);
    for (const auto& [account, unread] : counts)
        if (const auto found = by_account_.find(account); found != by_account_.end())
            for (auto* box : found->second) box->offer_unread(unread);
}

void live_shard::send(std::string key, std::string payload) {
    if (!wire_ || !wire_->connected()) return;
    if (outgoing_.size() >= wire_waiting_max && !outgoing_.contains(key)) return;
    outgoing_[std::move(key)] = std::move(payload);
    if (std::exchange(sending_, true)) return;
    life_.spawn(io_.get_executor(), "bidding.live_wire", [this] { return drain_wire(); });
}

boost::asio::awaitable<void> live_shard::drain_wire() {
    while (!outgoing_.empty()) {
        auto next = outgoing_.extract(outgoing_.begin());
        co_await wire_->publish(std::string(live_channel), std::move(next.mapped()));
    }
    sending_ = false;
}

}  // namespace gavel::bidding
