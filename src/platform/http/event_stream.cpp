#include "platform/http/event_stream.hpp"

#include <utility>

namespace gavel::http {

namespace {

// What the kernel may hold back for one reader before its stream counts as busy. A reader that does not keep up is soon given the newest
// state only, instead of everything that fits into the socket's buffer.
constexpr int unsent_bytes_max = 4096;

}  // namespace

event_stream::event_stream(wire& on, bool chunked, wire::clock::duration patience) : wire_(on), chunked_(chunked), patience_(patience) {}

void event_stream::start(std::shared_ptr<void> owner) {
    owner_ = owner;
    wire_.limit_unsent(unsent_bytes_max);
    auto gone = [self = shared_from_this()] { self->hang_up(); };
    wire_.watch(std::move(owner), std::move(gone));
}

void event_stream::end() {
    if (std::exchange(closed_, true)) return;
    closing_.raise();
}

void event_stream::hang_up() {
    hung_up_ = true;
    end();
}

boost::asio::awaitable<void> event_stream::until_closed() {
    while (!closed_) co_await closing_.wait(runtime::deadline::max());
}

void event_stream::send(shared_events events) {
    if (!ready()) return;
    sending_ = std::move(events);
    sent_ = 0;
    push();
}

void event_stream::push() {
    const auto text = chunked_ ? sending_->chunk() : sending_->bare();
    const auto taken = wire_.write_now(text.substr(sent_), {});
    if (wire_.failed()) return hang_up();
    sent_ += taken;
    if (sent_ == text.size()) {
        sending_.reset();
        wire_.expect_nothing();
        return;
    }
    // Each progress gives the reader its patience again.
    if (taken > 0 || wire_.awaited() != wire::waiting::reader) wire_.expect(wire::waiting::reader, wire::clock::now() + patience_);
    await_reader();
}

void event_stream::await_reader() {
    auto again = [self = shared_from_this(), owner = owner_.lock()](bool writable) {
        if (self->closed_) return;
        if (!writable) return self->hang_up();
        self->push();
        if (self->ready() && self->told_) self->told_();
    };
    wire_.when_writable(std::move(again));
}

void event_stream::finish() {
    closed_ = true;
    told_ = {};
    if (!hung_up_ && !sending_ && chunked_) wire_.write_now("0\r\n\r\n", {});
    wire_.close();
}

}  // namespace gavel::http
