// The part of one io thread in live updates: publishes what this thread committed, hands news to the streams of this thread.
#pragma once
#include "modules/live/hub.hpp"
#include "modules/live/reader.hpp"
#include "modules/live/sources.hpp"
#include "platform/redis/client.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gavel::live {

inline constexpr std::string_view wire_channel = "gavel:live";
inline constexpr std::size_t wire_waiting_max = 10'000;  // lots whose newest standing waits for Redis, per io thread

// Used only on its io thread, except accept(). Made before and destroyed after its io_context runs.
class shard {
public:
    shard(boost::asio::io_context& io, hub& h, runtime::life& l, redis::client* wire);  // wire may be null
    ~shard();
    shard(const shard&) = delete;
    shard& operator=(const shard&) = delete;

    // After commit: to the readers of all processes.
    void publish(const shared_change& event);
    void notify(account_id account, std::int64_t unread);

    // Hears other processes; on one shard of the process.
    void listen();

    // A reader whose mailbox holds the present standings.
    boost::asio::awaitable<std::shared_ptr<reader>> open(mailbox box, const change_source& changes, const unread_source& unread,
                                                         runtime::deadline until);

private:
    friend class hub;
    friend class reader;
    void accept(const shared_change& event);                      // any thread
    void accept_unread(account_id account, std::int64_t unread);  // any thread
    void wake_up();                                               // with inbox_mutex_ held
    void hand_out();
    void send(std::string key, std::string payload);
    boost::asio::awaitable<void> drain_wire();

    std::vector<membership> join(reader& r);
    void leave(const reader& r);
    void enlist(reader& r);
    void write_some();
    http::shared_events text_of(reader& r);
    http::shared_events text_of(const shared_change& event, instant now);
    http::shared_events ping_of(instant now);
    void schedule_ping(reader& r);
    void arm_ticker();
    void tick();

    boost::asio::io_context& io_;
    hub& hub_;
    runtime::life& life_;
    redis::client* wire_;
    std::unordered_map<lot_id, members> by_lot_;
    std::unordered_map<account_id, members> by_account_;
    boost::intrusive::list<reader, boost::intrusive::base_hook<news_link>, boost::intrusive::constant_time_size<false>> news_;
    boost::intrusive::list<reader, boost::intrusive::base_hook<ping_link>, boost::intrusive::constant_time_size<false>>
        pings_;             // by next_ping_
    bool writing_ = false;  // write_some() is on its way
    bool ticking_ = false;
    boost::asio::steady_timer ticker_;

    // Streams that show the same within a millisecond, the precision of server_time, get the same bytes.
    struct shared_text {
        instant at{};
        shared_change event;
        http::shared_events text;
    };
    shared_text last_standing_, last_ping_;

    std::map<std::string, std::string> outgoing_;  // newest payload per lot or account
    bool sending_ = false;
    std::shared_ptr<shard*> self_;

    std::mutex inbox_mutex_;  // guards everything below
    std::unordered_map<lot_id, shared_change> inbox_;
    std::unordered_map<account_id, std::int64_t> unread_inbox_;
    bool woken_ = false;
};

}  // namespace gavel::live
