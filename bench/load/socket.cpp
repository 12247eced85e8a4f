#include "bench/load/socket.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace gavel::load {

void check(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::system_category(), what);
}

address address::parse(const std::string& text) {
    address parsed;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) throw std::invalid_argument(text + " is not address:port");
    parsed.text = text;
    parsed.host = text.substr(0, colon);
    const auto [end, failed] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), parsed.port);
    if (failed != std::errc{} || end != text.data() + text.size()) throw std::invalid_argument(text + " is not address:port");
    return parsed;
}

socket::socket(const address& to, int receive_buffer) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    check(descriptor_, "socket");
    // Before connecting: it decides the window that is announced.
    if (receive_buffer > 0) check(setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer), "SO_RCVBUF");
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port = htons(to.port);
    if (inet_pton(AF_INET, to.host.c_str(), &peer.sin_addr) != 1) throw std::invalid_argument(to.host + " is not an IPv4 address");
    check(connect(descriptor_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer), "connect");
    const int on = 1;
    check(setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on), "TCP_NODELAY");
    check(fcntl(descriptor_, F_SETFL, O_NONBLOCK), "O_NONBLOCK");
}

socket::socket(socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

socket::~socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void socket::send(std::string_view whole) {
    const auto sent = ::send(descriptor_, whole.data(), whole.size(), MSG_NOSIGNAL);
    check(static_cast<int>(sent), "send");
    if (static_cast<std::size_t>(sent) != whole.size()) throw std::runtime_error("a request did not fit into the socket's buffer");
}

socket::arrival socket::receive(std::span<char> into) {
    arrival arrived;
    const auto got = ::recv(descriptor_, into.data(), into.size(), 0);
    if (got > 0) arrived.bytes = static_cast<std::size_t>(got);
    else arrived.ended = got == 0 || (errno != EAGAIN && errno != EINTR);
    return arrived;
}

}  // namespace gavel::load
