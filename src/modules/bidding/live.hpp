// Live updates. One hub per process, one live_shard per io thread, one mailbox per open stream:
//   a commit -> live_shard::publish -> hub -> every shard with readers -> their mailboxes, and over Redis -> hubs of other processes.
// How many streams there are is bounded by the http server (http.streams_max), what each holds by its mailbox.
// Delivery never decides whether a bid exists: whatever is lost here is found by the poller (live_poller.hpp).
#pragma once
#include "modules/bidding/live_event.hpp"
#include "modules/bidding/mailbox.hpp"
#include "platform/redis/client.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gavel::bidding {

inline constexpr std::string_view live_channel = "gavel:live";
inline constexpr std::size_t wire_waiting_max = 10'000;  // lots whose newest standing waits for Redis, per io thread

class live_shard;

// Thread-safe. Outlives its shards.
class hub {
public:
    hub();
    hub(const hub&) = delete;
    hub& operator=(const hub&) = delete;

    // Told of every change this process hears of, on any thread; must not block. Register before serving.
    void on_change(std::function<void(lot_id, std::int64_t version)> told);

    // To the readers of this process. Older than what they have: ignored.
    void deliver(const shared_standing& event);
    void deliver_unread(account_id account, std::int64_t unread);
    void deliver_message(std::string_view payload);  // from the wire; its own messages and malformed ones are ignored

    void set_wire(bool up) { wire_up_ = up; }
    bool wire_up() const { return wire_up_; }
    const std::string& node() const { return node_; }  // random, of this process

    // For the poller.
    struct watched_lot {
        lot_id lot;
        std::int64_t version;  // newest delivered, 0 = none yet
    };
    std::vector<watched_lot> watched_lots() const;
    std::vector<account_id> watched_accounts() const;

private:
    friend class live_shard;
    void attach(live_shard& shard);
    void detach(live_shard& shard);
    void watch(const mailbox& box);
    void unwatch(const mailbox& box);

    struct watched {
        int readers = 0;
        std::int64_t newest = 0;  // version of a lot, unread count of an account
    };

    const std::string node_;
    std::atomic<bool> wire_up_ = false;
    std::vector<std::function<void(lot_id, std::int64_t)>> listeners_;
    mutable std::mutex mutex_;  // guards everything below
    std::vector<live_shard*> shards_;
    std::unordered_map<lot_id, watched> lots_;
    std::unordered_map<account_id, watched> accounts_;
};

// The part of one io thread; used only there, except accept(). Made before and destroyed after its io_context runs.
class live_shard {
public:
    live_shard(boost::asio::io_context& io, hub& h, runtime::life& l, redis::client* wire);  // wire may be null
    ~live_shard();
    live_shard(const live_shard&) = delete;
    live_shard& operator=(const live_shard&) = delete;

    // After commit: to the readers of all processes.
    void publish(const public_standing& lot);
    void notify(account_id account, std::int64_t unread);

    // Hears other processes; on one shard of the process.
    void listen();

    // While it lives, the mailbox receives. At most one per mailbox.
    class subscription {
    public:
        subscription(live_shard& of, std::shared_ptr<mailbox> box);
        ~subscription();
        subscription(const subscription&) = delete;
        subscription& operator=(const subscription&) = delete;
        mailbox& box() { return *box_; }

    private:
        std::weak_ptr<live_shard*> of_;  // a stream cut off by the end of the process may outlive its shard
        std::shared_ptr<mailbox> box_;
    };
    std::shared_ptr<subscription> subscribe(std::shared_ptr<mailbox> box);

    hub& of() { return hub_; }

private:
    friend class hub;
    void accept(const shared_standing& event);                    // any thread
    void accept_unread(account_id account, std::int64_t unread);  // any thread
    void wake_up();                                               // with inbox_mutex_ held
    void hand_out();
    void send(std::string key, std::string payload);
    boost::asio::awaitable<void> drain_wire();

    boost::asio::io_context& io_;
    hub& hub_;
    runtime::life& life_;
    redis::client* wire_;
    std::unordered_map<lot_id, std::vector<mailbox*>> by_lot_;
    std::unordered_map<account_id, std::vector<mailbox*>> by_account_;
    std::map<std::string, std::string> outgoing_;  // newest payload per lot or account
    bool sending_ = false;
    std::shared_ptr<live_shard*> self_;

    std::mutex inbox_mutex_;  // guards everything below
    std::unordered_map<lot_id, shared_standing> inbox_;
    std::unordered_map<account_id, std::int64_t> unread_inbox_;
    bool woken_ = false;
};

}  // namespace gavel::bidding
