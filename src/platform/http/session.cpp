#include "platform/http/session.hpp"

#include "platform/http/method_name.hpp"
#include "platform/http/problems.hpp"
#include "platform/http/response_head.hpp"
#include "platform/observe/log.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gavel::http {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t copied_body_max = 8 * 1024;   // smaller bodies join the head in one buffer
constexpr std::size_t kept_buffer_max = 64 * 1024;  // larger output buffers are given back after the answer
constexpr int requests_in_a_row_max = 64;           // of one connection before others get their turn

head_limits limits_of(const options& o) {
    head_limits limits;
    limits.bytes_max = static_cast<std::size_t>(o.header_bytes_max);
    limits.lines_max = static_cast<std::size_t>(o.headers_max);
    return limits;
}

// A client that was refused another protocol may speak it already; one that was refused a stream wanted the connection for nothing else.
bool wanted_more_than_answers(const request& r) {
    return r.header("upgrade") || r.header("accept") == std::optional<std::string_view>("text/event-stream");
}

// The last brace of a problem makes room for the id, which only the session knows.
void add_request_id(std::string& problem, std::string_view id) {
    if (!problem.ends_with('}')) return;
    problem.pop_back();
    problem.append(R"(,"request_id":")").append(id).append("\"}");
}

}  // namespace

session::session(std::shared_ptr<shard> on, wire::socket_type socket, peer_facts peer, std::unique_ptr<place> counted)
    : shard_(std::move(on)),
      limits_(shard_->shared().chosen),
      wire_(std::move(socket), static_cast<std::size_t>(limits_.header_bytes_max) + 4096),
      peer_(std::move(peer)),
      counted_(std::move(counted)),
      listed_(shard_->enter(this)),
      parser_(limits_of(limits_)) {
    if (shard_->counts()) shard_->counts()->connection(+1);
}

session::~session() {
    shard_->leave(listed_);
    if (shard_->counts()) shard_->counts()->connection(-1);
}

void session::stop() {
    if (stream_) stream_->end();
    else if (upload_) upload_->end();
    else if (wire_.awaited() == wire::waiting::first_byte) wire_.interrupt();
}

asio::awaitable<void> session::run(std::shared_ptr<session> self) {
    auto next = step::go_on;
    for (int in_a_row = 1; next == step::go_on; ++in_a_row) {
        if (in_a_row % requests_in_a_row_max == 0) co_await asio::post(co_await asio::this_coro::executor, asio::use_awaitable);
        next = co_await self->exchange();
    }
    if (next == step::close_gently) co_await self->wire_.farewell(milliseconds(self->limits_.linger_ms));
    self->wire_.close();
}

asio::awaitable<session::step> session::exchange() {
    parser_.start(request_);
    const bool head_read = co_await read_head();
    if (!head_read) co_return co_await refuse_input();

    if (const auto malformed = complete_head(request_, peer_, shard_->shared().proxies, shard_->ids(), parser_.http_1_0()))
        co_return co_await refuse(*malformed);
    auto admitted = shard_->answers().admit(request_, parser_);
    if (!admitted.to) {
        // Whatever body follows was not asked for: it is not worth reading to keep the connection.
        const bool last = parser_.has_body();
        co_return co_await answer(std::move(*admitted.answer), nullptr, last);
    }
    const route& to = *admitted.to;
    parser_.limit_body(to.options.body_max);
    if (const auto length = parser_.content_length(); length && *length > to.options.body_max) {
        parser_.refuse_body();
        co_return co_await refuse_input();
    }
    if (parser_.has_body() && !to.options.streamed_body) {
        const bool body_read = co_await read_body();
        if (!body_read) co_return co_await refuse_input();
    }

    started_ = wire::clock::now();
    request_.until = started_ + to.options.within;
    wire_.expect_nothing();
    reply answered;
    if (to.options.streamed_body) answered = co_await run_streamed(to);
    else answered = co_await shard_->answers().run(to, request_);
    if (answered.stream) co_return co_await stream(std::move(answered), to);
    const bool last = parser_.has_body() || wanted_more_than_answers(request_);  // what was not read of a streamed body cannot be skipped
    co_return co_await answer(std::move(answered), &to, last);
}

asio::awaitable<reply> session::run_streamed(const route& to) {
    body_stream content(wire_, parser_, request_, limits_);
    request_.content = upload_ = &content;
    auto answered = co_await shard_->answers().run(to, request_);
    upload_ = nullptr;
    request_.content = nullptr;
    co_return answered;
}

// False: a fault, the end of the connection, or too slow; see refuse_input().
asio::awaitable<bool> session::read_head() {
    started_ = wire::clock::now();
    if (wire_.input().empty()) {
        if (shard_->stopping()) co_return false;
        wire_.expect(wire::waiting::first_byte, started_ + milliseconds(limits_.idle_ms));
        const bool filled = co_await wire_.fill();
        if (!filled) co_return false;
        started_ = wire::clock::now();
    }
    wire_.expect(wire::waiting::request, started_ + milliseconds(limits_.read_ms));
    for (;;) {
        wire_.consume(parser_.put(wire_.input()));
        if (parser_.fault()) co_return false;
        if (parser_.head_done()) co_return true;
        const bool filled = co_await wire_.fill();
        if (!filled) co_return false;
    }
}

asio::awaitable<bool> session::read_body() {
    if (parser_.expects_continue() && wire_.input().empty()) {
        const bool asked = co_await wire_.write(continue_head, {}, milliseconds(limits_.write_ms));
        if (!asked) co_return false;
    }
    wire_.expect(wire::waiting::request, started_ + milliseconds(limits_.read_ms));
    for (;;) {
        if (!wire_.input().empty()) wire_.consume(parser_.put(wire_.input()));
        if (parser_.fault()) co_return false;
        if (parser_.done()) co_return true;
        const bool filled = co_await wire_.fill();
        if (!filled) co_return false;
    }
}

asio::awaitable<session::step> session::refuse_input() {
    if (parser_.fault()) co_return co_await refuse(*parser_.fault());
    if (wire_.full()) {
        const error why(malformed_request, {{"field", "body"}, {"detail", "A chunk header is too long"}});
        co_return co_await refuse(why);
    }
    // A connection on which nothing was asked ends without a word.
    if (wire_.expired() && wire_.awaited() == wire::waiting::request) {
        const error why(too_slow);
        co_return co_await refuse(why);
    }
    co_return step::close;
}

// For requests that were not understood as a whole: nothing after them can be trusted either.
asio::awaitable<session::step> session::refuse(const error& why) {
    if (!parser_.head_done()) {
        shard_->ids().next(request_.id);
        request_.lang = default_language;
        request_.secure = false;
    }
    auto refusal = problem_json(why, request_.lang);
    co_return co_await answer(std::move(refusal), nullptr, true);
}

asio::awaitable<session::step> session::answer(reply r, const route* by, bool last) {
    const bool readable = parser_.head_done();
    const bool head_only = readable && request_.method == method::head;
    if (r.is_problem) add_request_id(r.body, request_.id);
    const std::string_view body = r.shared_body ? std::string_view(*r.shared_body) : std::string_view(r.body);
    head_facts facts;
    facts.secure = request_.secure;
    facts.keep_alive = !last && readable && parser_.keep_alive() && !shard_->stopping();
    facts.http_1_0 = readable && parser_.http_1_0();
    facts.body_bytes = r.rest ? static_cast<std::size_t>(r.rest->bytes) : body.size();
    facts.request_id = request_.id;
    facts.announced = shard_->shared().announced;
    out_.clear();
    write_head(out_, r, facts);
    const bool bodyless = head_only || r.status == 204 || r.status == 304;
    const bool copied = !bodyless && body.size() <= copied_body_max;
    if (copied) out_.append(body);
    const auto rest = bodyless || copied ? std::string_view{} : body;

    const auto written = wire_.write_now(out_, rest);
    const auto total = out_.size() + rest.size();
    bool sent = written == total;
    if (!sent && !wire_.failed()) sent = co_await wire_.write_rest(out_, rest, written, milliseconds(limits_.write_ms));
    if (sent && r.rest && !bodyless) sent = co_await write_rest(*r.rest, body.size());
    record(by, r.status, bodyless ? total : total - body.size() + facts.body_bytes);
    if (out_.capacity() > kept_buffer_max) out_ = std::string();
    if (request_.body.capacity() > kept_buffer_max) request_.body = std::string();
    if (!sent) co_return step::close;
    if (facts.keep_alive) co_return step::go_on;
    co_return last ? step::close_gently : step::close;
}

// The head is out: whatever goes wrong from here on can only end the connection, so that the length tells.
asio::awaitable<bool> session::write_rest(const body_rest& rest, std::size_t done) {
    for (std::uint64_t sent = done; sent < rest.bytes;) {
        std::string piece;
        try {
            piece = co_await rest.read(sent);
        } catch (const std::exception& e) {
            log::warning("http.body_cut", "request", request_.id, "error", e.what());
        }
        if (piece.empty() || piece.size() > rest.bytes - sent) co_return false;
        const bool taken = co_await wire_.write(piece, {}, milliseconds(limits_.write_ms));
        if (!taken) co_return false;
        sent += piece.size();
    }
    co_return true;
}

asio::awaitable<session::step> session::stream(reply r, const route& by) {
    auto& streams = shard_->shared().streams;
    if (shard_->stopping() || streams.enter(request_.client_address, false) != census::outcome::counted) {
        const auto& kind = shard_->stopping() || streams.open() >= limits_.streams_max ? unavailable : too_many_requests;
        auto refusal = problem_json(error(kind), request_.lang);
        co_return co_await answer(std::move(refusal), nullptr, false);
    }
    const place counted(streams, request_.client_address, false);
    head_facts facts;
    facts.secure = request_.secure;
    facts.keep_alive = false;
    facts.body = parser_.http_1_0() ? framing::until_close : framing::chunked;
    facts.request_id = request_.id;
    facts.announced = shard_->shared().announced;
    r.content_type = "text/event-stream";
    r.with("X-Accel-Buffering", "no");
    out_.clear();
    write_head(out_, r, facts);
    const bool begun = co_await wire_.write(out_, {}, milliseconds(limits_.write_ms));
    if (!begun || request_.method == method::head) co_return step::close;
    record(&by, r.status, out_.size());
    out_ = std::string();

    if (shard_->counts()) shard_->counts()->stream(+1);
    const auto events = std::make_shared<event_stream>(wire_, !parser_.http_1_0(), milliseconds(limits_.write_ms));
    stream_ = events.get();
    events->start(shared_from_this());
    request_ = request{};  // nothing of it is needed while the stream lasts
    auto source = std::exchange(r.stream, {})(*events);
    co_await events->until_closed();
    source.reset();
    stream_ = nullptr;
    events->finish();
    if (shard_->counts()) shard_->counts()->stream(-1);
    co_return step::close;
}

void session::record(const route* by, int status, std::size_t bytes) {
    const auto took = wire::clock::now() - started_;
    if (shard_->counts()) shard_->counts()->answered(by, status, took);
    log::debug("http.request", "request", request_.id, "method", to_string(request_.method), "route",
               by ? std::string_view(by->pattern) : std::string_view("other"), "status", status, "bytes", bytes, "ms",
               std::chrono::duration<double, std::milli>(took).count());
}

}  // namespace gavel::http
