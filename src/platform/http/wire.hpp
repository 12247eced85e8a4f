// The bytes of one connection: a socket, what arrived and is not used yet, and one deadline for whatever is being waited for.
// The deadline is looked at by the shard's ticker instead of arming a timer per operation. One thread only.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gavel::http {

class wire {
public:
    using clock = std::chrono::steady_clock;
    using socket_type = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    enum class waiting { nobody, first_byte, request, reader, farewell };

    wire(socket_type socket, std::size_t input_max);

    // What is awaited from now on and when it ends; the ticker calls check().
    void expect(waiting what, clock::time_point until) {
        waiting_ = what;
        until_ = until;
        expired_ = false;
    }
    void expect_nothing() { waiting_ = waiting::nobody; }
    waiting awaited() const { return waiting_; }
    void check(clock::time_point now);
    bool expired() const { return expired_; }  // the last wait was cut short by its deadline
    void interrupt();                          // cuts the current waits short
    void close();                              // both directions, at once

    std::string_view input() const { return {input_.get() + begin_, end_ - begin_}; }
    void consume(std::size_t bytes) { begin_ += bytes; }
    boost::asio::awaitable<bool> fill();  // more input; false: end of stream, error, deadline, interrupted, or no room left
    bool full() const { return end_ - begin_ >= input_max_; }

    // Both pieces in one system call where the kernel takes them; false: the reader is gone or too slow.
    // Each progress gives the reader `patience` again. The pieces must stay valid until it returns.
    boost::asio::awaitable<bool> write(std::string_view head, std::string_view body, clock::duration patience);
    // The same in two steps, so that the usual answer needs no coroutine: first as much as goes without waiting, then the rest after `done`
    // bytes.
    boost::asio::awaitable<bool> write_rest(std::string_view head, std::string_view body, std::size_t done, clock::duration patience);
    std::size_t write_now(std::string_view head, std::string_view body);
    bool failed() const { return failed_; }

    // Says that nothing more comes, then reads what the peer still sends (bounded), so that a refusal is not lost to a reset.
    boost::asio::awaitable<void> farewell(clock::duration patience);

    // For streams, which wait without a coroutine. Both handlers run on the io thread, once, and own what keeps the wire alive.
    // watch: waits for the peer to hang up; what it sends meanwhile is thrown away, and the buffer for input is given back.
    void watch(std::shared_ptr<void> keep_alive, std::function<void()> gone);
    void when_writable(std::function<void(bool writable)> told);  // false: interrupted, or the connection is broken
    // The socket takes no more while this many bytes are not on their way to the reader yet (where the system can do that).
    void limit_unsent(int bytes_max);

private:
    void make_room();
    bool discard_chatter();

    socket_type socket_;
    std::unique_ptr<char[]> input_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0, input_max_;
    std::size_t watched_bytes_ = 0;
    waiting waiting_ = waiting::nobody;
    clock::time_point until_{};
    bool expired_ = false, failed_ = false;
};

}  // namespace gavel::http
