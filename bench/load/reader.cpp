#include "bench/load/reader.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace gavel::load {

reader::reader(const address& server, const std::string& lot, int receive_buffer)
    : socket_(server, receive_buffer),
      arrived_([this] { read(); }) {
    socket_.send(fmt::format("GET /api/v1/stream?lots={} HTTP/1.1\r\nHost: {}\r\nAccept: text/event-stream\r\n\r\n", lot, server.text));
}

void reader::read() {
    static std::array<char, 64 * 1024> piece;
    const auto arrived = socket_.receive(piece);
    if (arrived.ended) throw std::runtime_error("the server closed a stream");
    std::string_view text(piece.data(), arrived.bytes);
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        if (begun_.empty()) take(text.substr(0, end));
        else take(begun_.append(text.substr(0, end)));
        begun_.clear();
        text.remove_prefix(end + 1);
    }
    begun_.append(text);
}

// Only standings have an id: "id: 7:3", lot and version.
void reader::take(std::string_view line) {
    if (line.starts_with("HTTP/1.1 ") && !line.starts_with("HTTP/1.1 200")) throw std::runtime_error("no stream: " + std::string(line));
    if (!line.starts_with("id: ")) return;
    const auto number = line.substr(line.rfind(':') + 1);
    sighting now{0, server_now()};
    std::from_chars(number.data(), number.data() + number.size(), now.version);
    sightings_.push_back(now);
}

}  // namespace gavel::load
