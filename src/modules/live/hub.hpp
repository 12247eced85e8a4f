// Live updates. One hub per process, one shard per io thread, one mailbox per open stream:
//   a commit -> shard::publish -> hub -> every shard with readers -> their mailboxes, and over Redis -> hubs of other processes.
// How many streams there are is bounded by the http server (http.streams_max), what each holds by its mailbox.
// Delivery never decides whether a bid exists: whatever is lost here is found by the poller (poller.hpp).
#pragma once
#include "modules/live/change.hpp"
#include "modules/live/mailbox.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gavel::live {

class shard;

// Thread-safe. Outlives its shards.
class hub {
public:
    hub();
    hub(const hub&) = delete;
    hub& operator=(const hub&) = delete;

    // Told of every change this process hears of (some perhaps twice), on any thread; must not block. Register before serving.
    void on_change(std::function<void(lot_id, std::int64_t version)> told);

    // To the readers of this process. Older than what they have: ignored.
    void deliver(const shared_change& event);
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
    friend class shard;
    void attach(shard& part);
    void detach(shard& part);
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
    std::vector<shard*> shards_;
    std::unordered_map<lot_id, watched> lots_;
    std::unordered_map<account_id, watched> accounts_;
};

}  // namespace gavel::live
