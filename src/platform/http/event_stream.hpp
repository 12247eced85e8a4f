// event_writer over one connection. Lives while the session's coroutine waits for the stream to close.
#pragma once
#include "platform/http/sse.hpp"
#include "platform/http/wire.hpp"
#include "platform/runtime/async_signal.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>

namespace gavel::http {

class event_stream final : public event_writer, public std::enable_shared_from_this<event_stream> {
public:
    // `chunked`: HTTP/1.1 framing; otherwise the end of the connection ends the stream.
    event_stream(wire& on, bool chunked, wire::clock::duration patience);

    void start(std::shared_ptr<void> owner);  // begins to watch for the reader hanging up; `owner` keeps the wire alive meanwhile
    void end();                               // the server stops, or the reader is gone
    boost::asio::awaitable<void> until_closed();
    void finish();  // the last chunk, if anybody still listens and nothing is in its way; closes the connection

    void send(shared_events events) override;
    bool ready() const override { return !closed_ && !sending_; }
    bool closed() const override { return closed_; }
    void on_ready(std::function<void()> told) override { told_ = std::move(told); }

private:
    void push();
    void await_reader();
    void hang_up();

    wire& wire_;
    const bool chunked_;
    const wire::clock::duration patience_;
    std::weak_ptr<void> owner_;
    bool closed_ = false, hung_up_ = false;
    shared_events sending_;  // what the reader has not taken completely
    std::size_t sent_ = 0;   // of it, in bytes
    std::function<void()> told_;
    runtime::async_signal closing_;
};

}  // namespace gavel::http
