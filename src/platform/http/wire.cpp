#include "platform/http/wire.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <netinet/tcp.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace gavel::http {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t first_capacity = 4096;          // a usual request; grown only for larger ones
constexpr std::size_t thrown_away_max = 1024 * 1024;  // after a refusal
constexpr std::size_t chatter_max = 64 * 1024;        // from the reader of a stream, which has nothing to say

using not_sent_low_water = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>;
using pieces = std::array<asio::const_buffer, 2>;

pieces rest_of(std::string_view head, std::string_view body, std::size_t done) {
    if (done < head.size()) return {asio::buffer(head.data() + done, head.size() - done), asio::buffer(body.data(), body.size())};
    done -= head.size();
    return {asio::buffer(body.data() + done, body.size() - done), asio::const_buffer()};
}

}  // namespace

wire::wire(socket_type socket, std::size_t input_max) : socket_(std::move(socket)), input_max_(input_max) {
    error_code ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void wire::check(clock::time_point now) {
    if (waiting_ == waiting::nobody || now < until_) return;
    expired_ = true;
    interrupt();
}

void wire::interrupt() {
    error_code ignored;
    socket_.cancel(ignored);
}

void wire::close() {
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    socket_.close(ignored);
}

void wire::make_room() {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ < capacity_) return;
    if (begin_ > 0) {
        std::memmove(input_.get(), input_.get() + begin_, end_ - begin_);
        end_ -= begin_;
        begin_ = 0;
        return;
    }
    const auto larger = std::min(input_max_, std::max(first_capacity, capacity_ * 2));
    auto grown = std::make_unique_for_overwrite<char[]>(larger);
    if (end_ > 0) std::memcpy(grown.get(), input_.get(), end_);
    input_ = std::move(grown);
    capacity_ = larger;
}

asio::awaitable<bool> wire::fill() {
    if (full()) co_return false;
    make_room();
    error_code failed;
    const auto got = co_await socket_.async_read_some(asio::buffer(input_.get() + end_, capacity_ - end_),
                                                      asio::redirect_error(asio::use_awaitable, failed));
    end_ += got;
    co_return !failed;
}

std::size_t wire::write_now(std::string_view head, std::string_view body) {
    error_code failed;
    const auto first = asio::buffer(head.data(), head.size());
    const auto done = body.empty() ? socket_.write_some(first, failed) : socket_.write_some(rest_of(head, body, 0), failed);
    failed_ = failed && failed != asio::error::would_block;
    return failed ? 0 : done;
}

asio::awaitable<bool> wire::write(std::string_view head, std::string_view body, clock::duration patience) {
    const auto done = write_now(head, body);
    co_return co_await write_rest(head, body, done, patience);
}

asio::awaitable<bool> wire::write_rest(std::string_view head, std::string_view body, std::size_t done, clock::duration patience) {
    const auto total = head.size() + body.size();
    while (done < total) {
        if (failed_) co_return false;
        expect(waiting::reader, clock::now() + patience);
        error_code failed;
        const auto buffers = rest_of(head, body, done);
        done += co_await socket_.async_write_some(buffers, asio::redirect_error(asio::use_awaitable, failed));
        failed_ = failed.failed();
    }
    expect_nothing();
    co_return true;
}

asio::awaitable<void> wire::farewell(clock::duration patience) {
    error_code failed;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failed);
    expect(waiting::farewell, clock::now() + patience);
    for (std::size_t thrown_away = 0; !failed && thrown_away < thrown_away_max && !expired_;) {
        begin_ = end_ = 0;
        make_room();
        thrown_away +=
            co_await socket_.async_read_some(asio::buffer(input_.get(), capacity_), asio::redirect_error(asio::use_awaitable, failed));
    }
    expect_nothing();
}

void wire::watch(std::shared_ptr<void> keep_alive, std::function<void()> gone) {
    input_.reset();
    capacity_ = begin_ = end_ = 0;
    auto again = [this, keep_alive = std::move(keep_alive), gone = std::move(gone)](error_code failed) mutable {
        if (failed || !discard_chatter()) gone();
        else watch(std::move(keep_alive), std::move(gone));
    };
    socket_.async_wait(asio::ip::tcp::socket::wait_read, std::move(again));
}

// False: the peer has hung up, or talks too much.
bool wire::discard_chatter() {
    std::array<char, 4096> piece;
    error_code failed;
    watched_bytes_ += socket_.read_some(asio::buffer(piece), failed);
    return (!failed || failed == asio::error::would_block) && watched_bytes_ <= chatter_max;
}

void wire::when_writable(std::function<void(bool)> told) {
    auto tell = [told = std::move(told)](error_code failed) { told(!failed); };
    socket_.async_wait(asio::ip::tcp::socket::wait_write, std::move(tell));
}

void wire::limit_unsent(int bytes_max) {
    error_code ignored;
    socket_.set_option(not_sent_low_water(bytes_max), ignored);
}

}  // namespace gavel::http
