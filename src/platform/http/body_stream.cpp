#include "platform/http/body_stream.hpp"

#include "platform/http/problems.hpp"
#include "platform/http/response_head.hpp"

#include <algorithm>
#include <utility>

namespace gavel::http {

using std::chrono::milliseconds;

namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

}  // namespace

body_stream::body_stream(wire& from, message_parser& parser, request& into, const options& limits)
    : wire_(from),
      parser_(parser),
      request_(into),
      limits_(limits) {}

boost::asio::awaitable<std::optional<std::string>> body_stream::next() {
    if (!std::exchange(begun_, true) && parser_.expects_continue() && !parser_.done() && wire_.input().empty()) {
        const bool asked = co_await wire_.write(continue_head, {}, milliseconds(limits_.write_ms));
        if (!asked) throw connection_lost();
    }
    bool arriving = true;
    while (arriving && request_.body.size() < piece_bytes && !parser_.done()) arriving = co_await more();
    wire_.expect_nothing();
    if (!request_.body.empty()) {
        received_ += request_.body.size();
        co_return std::exchange(request_.body, {});
    }
    if (parser_.fault()) throw refusal(*parser_.fault());
    if (ending_) throw refusal(error(unavailable));
    if (parser_.done()) co_return std::nullopt;
    if (wire_.expired()) throw refusal(error(too_slow));
    throw connection_lost();
}

// False: nothing more comes, for whatever reason.
boost::asio::awaitable<bool> body_stream::more() {
    if (!wire_.input().empty()) wire_.consume(parser_.put(wire_.input()));
    if (parser_.fault() || ending_) co_return false;
    if (parser_.done() || request_.body.size() >= piece_bytes) co_return true;
    require_pace();
    wire_.expect(wire::waiting::request, std::min(wire::clock::now() + milliseconds(limits_.read_ms), request_.until));
    co_return co_await wire_.fill();
}

// On average since the beginning, once a sender has had the time that a whole request usually gets.
void body_stream::require_pace() const {
    const auto late = wire::clock::now() - started_ - milliseconds(limits_.read_ms);
    const auto seconds = std::chrono::duration<double>(late).count();
    if (seconds > 0 && static_cast<double>(received_ + request_.body.size()) < seconds * static_cast<double>(limits_.body_rate_min))
        throw refusal(error(too_slow));
}

void body_stream::end() {
    ending_ = true;
    if (wire_.awaited() == wire::waiting::request) wire_.interrupt();
}

}  // namespace gavel::http
