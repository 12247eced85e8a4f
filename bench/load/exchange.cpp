#include "bench/load/exchange.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gavel::load {

namespace {

// Behind `"name":`, and behind `{"amount":` if that follows.
std::string_view value_of(std::string_view body, std::string_view name) {
    const auto wanted = fmt::format("\"{}\":", name);
    const auto at = body.find(wanted);
    if (at == std::string_view::npos) return {};
    auto value = body.substr(at + wanted.size());
    constexpr std::string_view amount = R"({"amount":)";
    if (value.starts_with(amount)) value.remove_prefix(amount.size());
    return value;
}

template <class Number>
std::optional<Number> leading_number(std::string_view text) {
    Number parsed{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (failed != std::errc{}) return std::nullopt;
    return parsed;
}

}  // namespace

std::optional<std::int64_t> answer::number(std::string_view name) const { return leading_number<std::int64_t>(value_of(body, name)); }

std::string_view answer::text(std::string_view name) const {
    auto value = value_of(body, name);
    if (!value.starts_with('"')) return {};
    value.remove_prefix(1);
    return value.substr(0, value.find('"'));
}

exchange::exchange(const address& server, poll& in, told on_answer)
    : server_(server.text),
      socket_(server),
      on_answer_(std::move(on_answer)),
      arrived_([this] { read(); }) {
    in.add(socket_, arrived_);
}

void exchange::send(const bid& b) {
    body_.clear();
    request_.clear();
    fmt::format_to(std::back_inserter(body_), R"({{"max":{{"amount":{},"currency":"UAH"}}}})", b.max);
    fmt::format_to(std::back_inserter(request_),
                   "POST /api/v1/lots/{}/bids HTTP/1.1\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: session={}\r\n"
                   "Idempotency-Key: {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                   b.lot, server_, b.session, random_uuid(), body_.size(), body_);
    sent_at_ = clock::now();
    socket_.send(request_);
}

void exchange::read() {
    std::array<char, 8192> piece;
    const auto arrived = socket_.receive(piece);
    if (arrived.ended) throw std::runtime_error("the server closed a connection");
    input_.append(piece.data(), arrived.bytes);
    if (take_answer() && !input_.empty()) throw std::runtime_error("the server sent more than one answer to one request");
}

bool exchange::take_answer() {
    const auto head_end = input_.find("\r\n\r\n");
    if (head_end == std::string::npos) return false;
    const auto head = std::string_view(input_).substr(0, head_end);
    constexpr std::string_view wanted = "\r\nContent-Length: ";
    const auto at = head.find(wanted);
    const auto status = leading_number<int>(head.substr(std::min(head.size(), std::string_view("HTTP/1.1 ").size())));
    const auto length = at == std::string_view::npos ? std::nullopt : leading_number<std::size_t>(head.substr(at + wanted.size()));
    if (!status || !length) throw std::runtime_error("not an answer: " + std::string(head));
    const auto whole = head_end + 4 + *length;
    if (input_.size() < whole) return false;
    // The next request may be sent from within on_answer_, so the input is given away first.
    const std::string taken = std::move(input_);
    input_ = taken.substr(whole);
    answer got;
    got.status = *status;
    got.body = std::string_view(taken).substr(head_end + 4, *length);
    on_answer_(*this, got);
    return true;
}

std::vector<std::string> lines_of(const std::string& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);)
        if (!line.empty()) lines.push_back(std::move(line));
    if (lines.empty()) throw std::runtime_error(file + " holds no lines");
    return lines;
}

}  // namespace gavel::load
