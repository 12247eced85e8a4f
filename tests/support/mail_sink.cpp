#include "tests/support/mail_sink.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <string_view>

namespace gavel::test {
namespace {

// Lines of one peer, without their CRLF.
class line_reader {
public:
    explicit line_reader(int from) : from_(from) {}
    bool next(std::string& line) {
        for (;;) {
            if (const auto end = kept_.find("\r\n", at_); end != kept_.npos) {
                line.assign(kept_, at_, end - at_);
                at_ = end + 2;
                return true;
            }
            kept_.erase(0, at_);
            at_ = 0;
            std::array<char, 16 * 1024> piece{};
            const auto got = ::recv(from_, piece.data(), piece.size(), 0);
            if (got <= 0) return false;
            kept_.append(piece.data(), static_cast<std::size_t>(got));
        }
    }

private:
    int from_;
    std::string kept_;
    std::size_t at_ = 0;
};

bool say(int to, std::string_view text) { return ::send(to, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()); }

std::string between_angles(const std::string& line) {
    const auto open = line.find('<');
    return open == line.npos ? std::string() : line.substr(open + 1, line.find('>', open) - open - 1);
}

}  // namespace

mail_sink::mail_sink() {
    door_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof where;
    if (::bind(door_, reinterpret_cast<sockaddr*>(&where), size) != 0 || ::listen(door_, 16) != 0 ||
        ::getsockname(door_, reinterpret_cast<sockaddr*>(&where), &size) != 0)
        throw std::runtime_error("no port for the mail sink");
    url = "smtp://127.0.0.1:" + std::to_string(ntohs(where.sin_port));
    listener_ = std::jthread([this] { listen(); });
}

mail_sink::~mail_sink() {
    ::shutdown(door_, SHUT_RDWR);
    listener_.join();
    talks_.clear();
    ::close(door_);
}

std::size_t mail_sink::count_of(const std::string& hello) const {
    const std::lock_guard lock(guard_);
    const auto found = by_hello_.find(hello);
    return found == by_hello_.end() ? 0 : found->second;
}

std::vector<sunk_letter> mail_sink::since(std::size_t from) const {
    const std::lock_guard lock(guard_);
    return {letters_.begin() + static_cast<std::ptrdiff_t>(from), letters_.end()};
}

void mail_sink::keep(sunk_letter l) {
    const std::lock_guard lock(guard_);
    ++by_hello_[l.hello];
    letters_.push_back(std::move(l));
    count_ = letters_.size();
}

void mail_sink::listen() {
    for (;;) {
        const int peer = ::accept4(door_, nullptr, nullptr, SOCK_CLOEXEC);
        if (peer < 0) return;
        const int at_once = 1;
        ::setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
        talks_.emplace_back([this, peer] { talk(peer); });
    }
}

void mail_sink::talk(int peer) {
    line_reader lines(peer);
    sunk_letter now;
    std::string line;
    bool content = false, more = say(peer, "220 sink\r\n");
    while (more && lines.next(line)) {
        if (content) {
            if (line.starts_with("Message-ID: ")) now.message_id = between_angles(line);
            content = line != ".";
            if (content) continue;
            keep(now);
            more = say(peer, "250 2.0.0 taken\r\n");
        } else if (line.starts_with("EHLO ")) {
            now.hello = line.substr(5);
            more = say(peer, "250-sink\r\n250 8BITMIME\r\n");
        } else if (line.starts_with("DATA")) {
            content = true;
            more = say(peer, "354 go on\r\n");
        } else if (line.starts_with("QUIT")) {
            more = false;
        } else {
            if (line.starts_with("RCPT")) now.recipient = between_angles(line);
            more = say(peer, "250 2.1.0 good\r\n");
        }
    }
    ::close(peer);
}

}  // namespace gavel::test
