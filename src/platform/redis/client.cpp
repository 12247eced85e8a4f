#include "platform/redis/client.hpp"

#include "platform/observe/log.hpp"
#include "platform/redis/back_off.hpp"
#include "platform/redis/link.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include <list>
#include <utility>
#include <vector>

namespace gavel::redis {

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

constexpr auto connect_timeout = 2s;
constexpr auto ping_interval = 5s;
constexpr auto silence_max = 15s;  // of a subscription, answers to pings included; then the wire counts as down

// Counts and starts the window in one step: the window begins with its first event and never stays without an end.
constexpr auto count_script = R"lua(
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {n, redis.call('PTTL', KEYS[1])})lua";

using words = std::vector<std::string>;
using on_message = std::function<void(std::string)>;
using on_wire = std::function<void(bool)>;

bool is_pushed(const reply& r, std::string_view what) {
    return r.type == reply::kind::list && r.list.size() == 3 && r.list[0].text == what;
}

// A caller's mistake must not end the connection that others use.
template <class F, class A>
void tell(const F& callback, A argument) {
    try {
        callback(std::move(argument));
    } catch (const std::exception& e) {
        log::error("redis.callback_failed", "error", e.what());
    }
}

}  // namespace

struct client::state {
    state(asio::io_context& context, const client_options& options) : io(context), timeout(options.timeout_ms) {
        if (!options.url.empty()) where = parse_address(options.url);
    }

    asio::io_context& io;
    std::chrono::milliseconds timeout;
    std::optional<address> where;
    std::shared_ptr<link> up;                // null while Redis is absent
    std::list<std::shared_ptr<link>> links;  // the current one of each keeper below
    bool closed = false;
    runtime::async_signal closing;

    // The keepers: each holds one connection for as long as the client is open.
    static awaitable<void> keep_connected(std::shared_ptr<state> self);
    static awaitable<void> keep_subscribed(std::shared_ptr<state> self, std::string channel, on_message message, on_wire wire);
    static awaitable<void> listen(std::shared_ptr<state> self, std::shared_ptr<link> wire_link, std::string channel, on_message message,
                                  on_wire wire);

    static awaitable<std::optional<reply>> call(std::shared_ptr<state> self, words command);
};

awaitable<void> client::state::keep_connected(std::shared_ptr<state> self) {
    auto& mine = self->links.emplace_back();
    back_off pause;
    bool told_absent = false;
    while (!self->closed) {
        mine = std::make_shared<link>(self->io);
        const bool open = co_await link::open(mine, *self->where, runtime::within(connect_timeout));
        if (open && !self->closed) {
            log::info("redis.connected");
            pause.reset();
            told_absent = false;
            self->up = mine;
            while (!mine->ended()) co_await mine->changed().wait(runtime::within(1h));
            self->up.reset();
        }
        if (self->closed) break;
        if (!std::exchange(told_absent, true)) log::warning("redis.absent", "error", mine->why_ended());
        co_await self->closing.wait(runtime::within(pause.next()));
    }
}

awaitable<void> client::state::keep_subscribed(std::shared_ptr<state> self, std::string channel, on_message message, on_wire wire) {
    auto& mine = self->links.emplace_back();
    back_off pause;
    while (!self->closed) {
        mine = std::make_shared<link>(self->io);
        const bool open = co_await link::open(mine, *self->where, runtime::within(connect_timeout));
        if (open && !self->closed) {
            pause.reset();
            co_await listen(self, mine, channel, message, wire);
        }
        if (self->closed) break;
        co_await self->closing.wait(runtime::within(pause.next()));
    }
}

awaitable<void> client::state::listen(std::shared_ptr<state> self, std::shared_ptr<link> wire_link, std::string channel, on_message message,
                                      on_wire wire) {
    bool subscribed = false;
    auto last_heard = std::chrono::steady_clock::now();
    auto heard = [&](reply r) {
        last_heard = std::chrono::steady_clock::now();
        if (is_pushed(r, "message")) tell(message, std::move(r.list[2].text));
        else if (is_pushed(r, "subscribe") && !std::exchange(subscribed, true)) tell(wire, true);
        else if (r.type == reply::kind::error) wire_link->end(r.text);
    };
    wire_link->push_to(heard);
    const words subscribe{"SUBSCRIBE", channel}, ping{"PING"};
    link::send(wire_link, subscribe);
    while (!wire_link->ended()) {
        co_await wire_link->changed().wait(runtime::within(ping_interval));
        if (std::chrono::steady_clock::now() - last_heard > silence_max) wire_link->end("nothing was heard for too long");
        if (!wire_link->ended()) link::send(wire_link, ping);
    }
    if (subscribed && !self->closed) tell(wire, false);
}

awaitable<std::optional<reply>> client::state::call(std::shared_ptr<state> self, words command) {
    if (!self->up) co_return std::nullopt;
    auto answer = co_await link::call(self->up, std::move(command), runtime::within(self->timeout));
    if (answer && answer->type == reply::kind::error) {
        log::warning("redis.command_refused", "error", answer->text);
        co_return std::nullopt;
    }
    co_return answer;
}

client::client(asio::io_context& io, client_options options) : state_(std::make_shared<state>(io, options)) {
    if (state_->where) asio::co_spawn(io, state::keep_connected(state_), asio::detached);
}

client::~client() { close(); }

bool client::connected() const { return state_->up && !state_->up->ended(); }

awaitable<std::optional<std::string>> client::get(std::string key) {
    words command{"GET", std::move(key)};
    auto answer = co_await state::call(state_, std::move(command));
    if (!answer || answer->type != reply::kind::text) co_return std::nullopt;
    co_return std::move(answer->text);
}

awaitable<bool> client::set(std::string key, std::string value, std::chrono::seconds ttl) {
    words command{"SET", std::move(key), std::move(value), "EX", std::to_string(ttl.count())};
    const auto answer = co_await state::call(state_, std::move(command));
    co_return answer.has_value();
}

awaitable<bool> client::remove(std::string key) {
    words command{"DEL", std::move(key)};
    const auto answer = co_await state::call(state_, std::move(command));
    co_return answer.has_value();
}

awaitable<bool> client::publish(std::string channel, std::string payload) {
    words command{"PUBLISH", std::move(channel), std::move(payload)};
    const auto answer = co_await state::call(state_, std::move(command));
    co_return answer.has_value();
}

awaitable<std::optional<window_count>> client::count_in_window(std::string key, std::chrono::seconds window) {
    const auto length = std::chrono::milliseconds(window).count();
    words command{"EVAL", count_script, "1", std::move(key), std::to_string(length)};
    const auto answer = co_await state::call(state_, std::move(command));
    if (!answer || answer->list.size() != 2) co_return std::nullopt;
    co_return window_count(answer->list[0].integer, std::chrono::milliseconds(answer->list[1].integer));
}

void client::subscribe(std::string channel, std::function<void(std::string payload)> message, std::function<void(bool up)> wire) {
    if (!state_->where || state_->closed) return;
    asio::co_spawn(state_->io, state::keep_subscribed(state_, std::move(channel), std::move(message), std::move(wire)), asio::detached);
}

void client::close() {
    if (std::exchange(state_->closed, true)) return;
    for (const auto& each : state_->links)
        if (each) each->end("closing");
    state_->up.reset();
    state_->closing.raise();
}

}  // namespace gavel::redis
