// Server-sent events on one connection. A slow reader never makes the server keep more than one unsent piece of text.
#pragma once
#include <boost/asio/awaitable.hpp>

#include <functional>
#include <string>
#include <string_view>

namespace gavel::http {

class event_writer {
public:
    virtual ~event_writer() = default;
    // Writes and waits until the socket took it. False: the client is gone or the server is stopping; return from the stream function.
    virtual boost::asio::awaitable<bool> send(std::string text) = 0;
    virtual bool closed() const = 0;
    // Called (on the io thread) once when the client hangs up or the server stops, so a waiting stream can wake.
    virtual void on_close(std::function<void()> wake) = 0;
};

// event/id/data lines; data must be one line (JSON).
std::string format_event(std::string_view event, std::string_view id, std::string_view data);

}  // namespace gavel::http
