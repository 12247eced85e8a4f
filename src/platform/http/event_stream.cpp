#include "platform/http/event_stream.hpp"

#include <fmt/format.h>

namespace gavel::http {

event_stream::event_stream(wire& on, bool chunked, wire::clock::duration patience) : wire_(on), chunked_(chunked), patience_(patience) {}

void event_stream::start(std::shared_ptr<void> owner) {
    auto self = shared_from_this();
    auto gone = [self] {
        self->hung_up_ = true;
        self->end();
    };
    wire_.watch(std::move(owner), std::move(gone));
}

void event_stream::end() {
    if (closed_) return;
    closed_ = true;
    if (const auto wake = std::exchange(wake_, {})) wake();
}

void event_stream::on_close(std::function<void()> wake) {
    if (closed_) wake();
    else wake_ = std::move(wake);
}

boost::asio::awaitable<bool> event_stream::send(std::string text) {
    if (closed_) co_return false;
    const auto framed = chunked_ ? fmt::format("{:x}\r\n{}\r\n", text.size(), text) : std::move(text);
    const bool taken = co_await wire_.write(framed, {}, patience_);
    if (taken) co_return !closed_;
    hung_up_ = true;
    end();
    co_return false;
}

boost::asio::awaitable<void> event_stream::finish() {
    closed_ = true;
    wake_ = {};
    if (hung_up_) co_return;
    if (chunked_) co_await wire_.write("0\r\n\r\n", {}, patience_);
    wire_.close();
}

}  // namespace gavel::http
