// Redis as a cache and a wire. Its absence is a normal state: reads answer "not there", writes answer false, nothing throws, and it comes
// back by itself. One per io thread; not thread-safe.
#pragma once
#include "platform/config/options.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gavel::redis {

using boost::asio::awaitable;

struct client_options {
    std::string url;                // redis://[[user]:password@]host[:port][/database] or unix:///path; empty = no Redis at all
    std::int64_t timeout_ms = 250;  // per command; slower counts as absent

    void declare(config::table& t);
};

// Events counted so far in a window, this one included, and what is left of the window.
class window_count {
public:
    window_count(std::int64_t n, std::chrono::milliseconds rest) : events(n), left(rest) {}
    std::int64_t events;
    std::chrono::milliseconds left;
};

// Connects in the background from the moment it is made. A malformed URL throws std::invalid_argument.
// Close or destroy it before its io_context; its coroutines must not be awaited after that.
class client {
public:
    client(boost::asio::io_context& io, client_options options);
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    bool connected() const;
    awaitable<std::optional<std::string>> get(std::string key);
    awaitable<bool> set(std::string key, std::string value, std::chrono::seconds ttl);
    awaitable<bool> remove(std::string key);
    awaitable<bool> publish(std::string channel, std::string payload);

    // Counts one event under `key` within a fixed window. Nothing = Redis is absent (the caller falls back to its own counter).
    // The window begins with its first event.
    awaitable<std::optional<window_count>> count_in_window(std::string key, std::chrono::seconds window);

    // Messages of one channel on a connection of its own. `wire(true)` when messages begin to arrive, `wire(false)` when that ends; the
    // wire counts as down before the first call. Both run on the io thread, never inside this call and never after close().
    void subscribe(std::string channel, std::function<void(std::string payload)> message, std::function<void(bool up)> wire);

    void close();  // for good

private:
    struct state;
    std::shared_ptr<state> state_;
};

}  // namespace gavel::redis
