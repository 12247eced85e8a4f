// event_writer over one connection. Lives in the session's coroutine while the stream function runs.
#pragma once
#include "platform/http/sse.hpp"
#include "platform/http/wire.hpp"

#include <memory>

namespace gavel::http {

class event_stream final : public event_writer, public std::enable_shared_from_this<event_stream> {
public:
    // `chunked`: HTTP/1.1 framing; otherwise the end of the connection ends the stream.
    event_stream(wire& on, bool chunked, wire::clock::duration patience);

    void start(std::shared_ptr<void> owner);  // begins to watch for the client hanging up; `owner` keeps the wire alive meanwhile
    void end();                               // the server stops, or the client is gone: wakes the stream function once
    boost::asio::awaitable<void> finish();    // after the stream function returned: the last chunk, if anybody still listens

    boost::asio::awaitable<bool> send(std::string text) override;
    bool closed() const override { return closed_; }
    void on_close(std::function<void()> wake) override;

private:
    wire& wire_;
    const bool chunked_;
    const wire::clock::duration patience_;
    bool closed_ = false, hung_up_ = false;
    std::function<void()> wake_;
};

}  // namespace gavel::http
