// Private to this folder. One connection: commands are sent as they come (pipelined), replies are handed out in order. Used on one thread
// only. It is never repaired: whatever goes wrong ends it, and its owner opens another.
#pragma once
#include "platform/redis/address.hpp"
#include "platform/redis/protocol.hpp"
#include "platform/runtime/async_signal.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::redis {

inline constexpr std::size_t waiting_max = 10'000;  // commands without a reply yet
inline constexpr std::size_t unsent_bytes_max = 16 * 1024 * 1024;

class link {
public:
    explicit link(boost::asio::io_context& io);

    // Connects and introduces itself. On failure the link has ended; why_ended() tells.
    static boost::asio::awaitable<bool> open(std::shared_ptr<link> self, address to, runtime::deadline until);

    // Nothing: the link has ended, has too much to do, or the deadline passed (which ends it: a late reply would be nobody's).
    static boost::asio::awaitable<std::optional<reply>> call(std::shared_ptr<link> self, std::vector<std::string> words,
                                                             runtime::deadline until);

    // From now on every reply goes to `push` (subscriptions); call() is of no use any more.
    void push_to(std::function<void(reply)> push) { push_ = std::move(push); }
    static void send(const std::shared_ptr<link>& self, const std::vector<std::string>& words);

    void end(std::string why);
    bool ended() const { return ended_; }
    const std::string& why_ended() const { return why_; }
    runtime::async_signal& changed() { return changed_; }  // raised when the link ends

private:
    struct waiting;

    static boost::asio::awaitable<void> connect(std::shared_ptr<link> self, address to);
    static boost::asio::awaitable<bool> introduce(std::shared_ptr<link> self, address to, runtime::deadline until);
    static boost::asio::awaitable<void> read_all(std::shared_ptr<link> self);
    static boost::asio::awaitable<void> write_all(std::shared_ptr<link> self);
    void take(reply r);

    boost::asio::io_context& io_;
    boost::asio::ip::tcp::resolver resolver_;
    boost::asio::generic::stream_protocol::socket socket_;
    reader reader_;
    std::deque<std::shared_ptr<waiting>> waiting_;
    std::string unsent_;
    bool writing_ = false;
    bool ended_ = false;
    std::string why_;
    std::function<void(reply)> push_;
    runtime::async_signal changed_;
};

}  // namespace gavel::redis
