// Server-sent events: their text, and the stream of one connection as modules see it.
#pragma once
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gavel::http {

// event/id/data lines; data must be one line (JSON).
std::string format_event(std::string_view event, std::string_view id, std::string_view data);

// Some events, ready for any number of streams.
class event_text {
public:
    explicit event_text(std::string_view events);

    std::string_view bare() const { return std::string_view(chunk_).substr(begin_, size_); }
    std::string_view chunk() const { return chunk_; }  // in the framing of HTTP/1.1

private:
    std::string chunk_;
    std::size_t begin_, size_;
};
using shared_events = std::shared_ptr<const event_text>;

// Used on the io thread of its connection only.
class event_writer {
public:
    virtual ~event_writer() = default;
    // Gives the socket what it takes at once and the rest as the reader takes it. Only while ready(): a slow reader never makes the server
    // keep more than one text.
    virtual void send(shared_events events) = 0;
    virtual bool ready() const = 0;   // not closed, and nothing waits for the reader
    virtual bool closed() const = 0;  // the reader has hung up or is too slow, or the server stops
    // Called, never from within send(), when the reader has taken the rest of a text: ready() is true again.
    virtual void on_ready(std::function<void()> told) = 0;
};

}  // namespace gavel::http
