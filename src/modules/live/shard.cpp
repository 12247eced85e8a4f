#include "modules/live/shard.hpp"

#include <boost/asio/post.hpp>

#include <algorithm>
#include <utility>

namespace gavel::live {

namespace {

// Streams written to before whatever else waits on this io thread gets its turn: about two milliseconds.
constexpr int writes_in_a_row_max = 256;

constexpr std::chrono::seconds ping_tick{1};  // how late a ping may be

template <class Map, class Key>
void forget_if_empty(Map& map, Key key) {
    const auto found = map.find(key);
    if (found->second.empty()) map.erase(found);
}

std::string ping_event(instant server_time) {
    return http::format_event("ping", {}, R"({"server_time":")" + format_instant(server_time) + "\"}");
}

}  // namespace

shard::shard(boost::asio::io_context& io, hub& h, runtime::life& l, redis::client* wire)
    : io_(io),
      hub_(h),
      life_(l),
      wire_(wire),
      ticker_(io),
      self_(std::make_shared<shard*>(this)) {
    hub_.attach(*this);
}

shard::~shard() { hub_.detach(*this); }

void shard::publish(const shared_change& event) {
    hub_.deliver(event);
    send("lot:" + event->lot.text(), wire_text(hub_.node(), *event));
}

void shard::notify(account_id account, std::int64_t unread) {
    hub_.deliver_unread(account, unread);
    send("account:" + account.text(), wire_text(hub_.node(), account, unread));
}

void shard::listen() {
    if (!wire_) return;
    wire_->subscribe(
        std::string(wire_channel), [this](std::string payload) { hub_.deliver_message(payload); }, [this](bool up) { hub_.set_wire(up); });
}

boost::asio::awaitable<std::shared_ptr<reader>> shard::open(mailbox box, const change_source& changes, const unread_source& unread,
                                                            runtime::deadline until) {
    // Joined before the present is read: a change in between is not missed.
    auto opened = std::make_shared<reader>(*this, std::move(box));
    if (const auto account = opened->box().account()) {
        std::vector<account_id> one(1, *account);
        const auto counts = co_await unread(std::move(one), until);
        for (const auto& each : counts) opened->box().offer_first_unread(each.unread);
    }
    auto lots = opened->box().lots();
    if (lots.empty()) co_return opened;
    std::vector<std::int64_t> none(lots.size(), 0);
    const auto present = co_await changes(std::move(lots), std::move(none), until);
    for (const auto& event : present) {
        opened->box().offer(event);
        hub_.deliver(event);  // news to older readers whose message was lost
    }
    co_return opened;
}

std::vector<membership> shard::join(reader& r) {
    const auto lots = r.box().lots();
    const auto account = r.box().account();
    std::vector<membership> places(lots.size() + (account ? 1 : 0));
    for (auto& each : places) each.who = &r;
    for (std::size_t i = 0; i < lots.size(); ++i) by_lot_[lots[i]].push_back(places[i]);
    if (account) by_account_[*account].push_back(places.back());
    hub_.watch(r.box());
    return places;
}

void shard::leave(const reader& r) {
    hub_.unwatch(r.box_);
    for (const auto lot : r.box_.lots()) forget_if_empty(by_lot_, lot);
    if (const auto account = r.box_.account()) forget_if_empty(by_account_, *account);
}

void shard::accept(const shared_change& event) {
    const std::lock_guard lock(inbox_mutex_);
    auto& newest = inbox_[event->lot];
    if (newest && newest->version >= event->version) return;
    newest = event;
    wake_up();
}

void shard::accept_unread(account_id account, std::int64_t unread) {
    const std::lock_guard lock(inbox_mutex_);
    unread_inbox_[account] = unread;
    wake_up();
}

// However fast changes arrive, one hand-out is on its way and each lot waits once.
void shard::wake_up() {
    if (std::exchange(woken_, true)) return;
    boost::asio::post(io_, [this] { hand_out(); });
}

void shard::hand_out() {
    std::unordered_map<lot_id, shared_change> standings;
    std::unordered_map<account_id, std::int64_t> counts;
    {
        const std::lock_guard lock(inbox_mutex_);
        woken_ = false;
        standings.swap(inbox_);
        counts.swap(unread_inbox_);
    }
    for (const auto& [lot, event] : standings) {
        const auto found = by_lot_.find(lot);
        if (found == by_lot_.end()) continue;
        for (auto& place : found->second) {
            place.who->box_.offer(event);
            enlist(*place.who);
        }
    }
    for (const auto& [account, unread] : counts) {
        const auto found = by_account_.find(account);
        if (found == by_account_.end()) continue;
        for (auto& place : found->second) {
            place.who->box_.offer_unread(unread);
            enlist(*place.who);
        }
    }
    write_some();
}

void shard::enlist(reader& r) {
    if (!r.news_link::is_linked() && r.has_something()) news_.push_back(r);
}

void shard::write_some() {
    for (int left = writes_in_a_row_max; left > 0 && !news_.empty(); --left) {
        auto& next = news_.front();
        news_.pop_front();
        next.write();
    }
    if (news_.empty() || std::exchange(writing_, true)) return;
    boost::asio::post(io_, [this] {
        writing_ = false;
        write_some();
    });
}

http::shared_events shard::text_of(reader& r) {
    const auto now = std::chrono::floor<std::chrono::milliseconds>(server_now());
    if (!r.ping_due_) {
        if (const auto only = r.box_.take_only_change()) return text_of(only, now);
        return std::make_shared<http::event_text>(r.box_.take(now));
    }
    schedule_ping(r);
    if (!r.box_.has_news()) return ping_of(now);
    return std::make_shared<http::event_text>(r.box_.take(now) + ping_event(now));
}

http::shared_events shard::text_of(const shared_change& event, instant now) {
    if (last_standing_.event != event || last_standing_.at != now)
        last_standing_ = {now, event, std::make_shared<http::event_text>(standing_event(*event, now))};
    return last_standing_.text;
}

http::shared_events shard::ping_of(instant now) {
    if (!last_ping_.text || last_ping_.at != now) last_ping_ = {now, nullptr, std::make_shared<http::event_text>(ping_event(now))};
    return last_ping_.text;
}

// All wait equally long, so the list stays in order.
void shard::schedule_ping(reader& r) {
    r.ping_due_ = false;
    r.next_ping_ = std::chrono::steady_clock::now() + ping_every;
    pings_.push_back(r);
    arm_ticker();
}

void shard::arm_ticker() {
    if (pings_.empty() || std::exchange(ticking_, true)) return;
    ticker_.expires_after(ping_tick);
    ticker_.async_wait([this](boost::system::error_code cut_short) {
        if (!cut_short) tick();
    });
}

void shard::tick() {
    ticking_ = false;
    const auto now = std::chrono::steady_clock::now();
    while (!pings_.empty() && pings_.front().next_ping_ <= now) {
        auto& due = pings_.front();
        pings_.pop_front();
        due.ping_due_ = true;
        enlist(due);
    }
    write_some();
    arm_ticker();
}

void shard::send(std::string key, std::string payload) {
    if (!wire_ || !wire_->connected()) return;
    if (outgoing_.size() >= wire_waiting_max && !outgoing_.contains(key)) return;
    outgoing_[std::move(key)] = std::move(payload);
    if (std::exchange(sending_, true)) return;
    life_.spawn(io_.get_executor(), "live.wire", [this] { return drain_wire(); });
}

boost::asio::awaitable<void> shard::drain_wire() {
    while (!outgoing_.empty()) {
        auto next = outgoing_.extract(outgoing_.begin());
        co_await wire_->publish(std::string(wire_channel), std::move(next.mapped()));
    }
    sending_ = false;
}

}  // namespace gavel::live
