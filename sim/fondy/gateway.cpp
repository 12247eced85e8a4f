#include "sim/fondy/gateway.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace gavel::sim::fondy {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::seconds retries[] = {2s, 60s, 300s, 600s, 3600s, 86400s};
constexpr auto message_timeout = 30s;
constexpr auto tick = 30ms;
constexpr std::size_t orders_max = 20'000, deliveries_max = 20'000;
constexpr std::string_view agent =
    "Mozilla/5.0 (X11; Linux x86_64; Twisted) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/63.0.3239.108 Safari/537.36";

}  // namespace

gateway::gateway(boost::asio::io_context& io, runtime::life& life, int speed, std::uint32_t seed)
    : time(speed),
      random(seed),
      io_(io),
      life_(life),
      web_(io, http_client::client_options()) {}

order* gateway::find(std::string_view merchant_id, std::string_view id) {
    const auto at = std::ranges::find_if(orders, [&](const order& o) { return o.id == id && o.merchant == merchant_id; });
    return at == orders.end() ? nullptr : &*at;
}

order* gateway::find_by_token(std::string_view token) {
    const auto at = std::ranges::find(orders, token, &order::token);
    return at == orders.end() ? nullptr : &*at;
}

order& gateway::add(order o) {
    o.token = random_token(20);
    o.payment = ++payment_;
    orders.push_front(std::move(o));
    if (orders.size() > orders_max) orders.pop_back();
    return orders.front();
}

std::string gateway::request_id() { return random_token(9); }

std::optional<call_fault> gateway::take_fault(std::string_view path) {
    const auto at = std::ranges::find_if(call_faults, [&](const call_fault& f) { return f.path == path && f.times > 0; });
    if (at == call_faults.end()) return std::nullopt;
    --at->times;
    return *at;
}

std::string gateway::answer_for(const order& o, const call& c) {
    const auto all = order_members(o, random);
    if (c.as == format::form) return signed_form(all, c.by->key);
    return "{\"response\": " + (c.v2 ? signed_data(all, c.by->key) : signed_object(all, c.by->key, true)) + "}";
}

void gateway::queue(const order& o, sim_time due) {
    auto told = o;
    if (!faults.merchant.empty()) told.merchant = faults.merchant;
    auto all = order_members(told, random);
    if (!faults.amount.empty())
        for (auto& [name, token] : all)
            if (name == "amount") token = in_quotes(faults.amount);
    const auto* by = find_merchant(o.merchant);
    const auto key = faults.wrong_signature ? std::string_view("not the key") : by->key;
    delivery d;
    d.id = ++delivery_;
    d.order = o.id;
    d.url = o.callback_url;
    d.order_status = o.status;
    d.due = due;
    d.content_type = faults.form ? "application/x-www-form-urlencoded" : "application/json; charset=UTF-8";
    if (faults.form) d.body = signed_form(all, key);
    else if (faults.v2 || o.v2) d.body = signed_data(all, key);
    else d.body = signed_object(all, key, true);
    deliveries.push_back(std::move(d));
    if (deliveries.size() > deliveries_max) deliveries.pop_front();
}

void gateway::announce(const order& o) {
    if (o.callback_url.empty() || faults.drop) return;
    const auto now = time.now();
    auto due = now + std::chrono::seconds(faults.delay_s);
    // The first of what is told about an order waits until what comes after it has gone.
    const bool first = std::ranges::none_of(deliveries, [&](const delivery& d) { return d.order == o.id; });
    if (faults.reorder && first) due += 30s;
    for (std::int64_t i = 0; i <= faults.duplicates; ++i) queue(o, due);
    if (!faults.stale_declined || o.status != "approved") return;
    auto stale = o;
    stale.status = "declined";
    stale.response_code = 1000;
    queue(stale, due + 1s);
}

awaitable<void> gateway::send(delivery& d) {
    d.running = true;
    http_client::request r("POST", d.url);
    r.headers.emplace_back("Content-Type", d.content_type);
    r.headers.emplace_back("User-Agent", std::string(agent));
    r.body = std::make_shared<const std::string>(d.body);
    int status = 0;
    try {
        const auto answer = co_await web_.send(std::move(r), runtime::within(message_timeout));
        status = answer.status;
    } catch (const http_client::failure&) {
        status = 0;
    }
    d.answers.push_back(status);
    d.running = false;
    if (status == 200 || d.tries == std::size(retries)) d.over = true;
    else d.due = time.now() + retries[d.tries++];
}

awaitable<void> gateway::deliver_now(std::string order_id) {
    for (std::size_t i = 0; i < deliveries.size(); ++i)
        if (deliveries[i].order == order_id && !deliveries[i].over && !deliveries[i].running) co_await send(deliveries[i]);
}

void gateway::send_due(sim_time now) {
    for (auto& each : deliveries) {
        if (each.over || each.running || now < each.due) continue;
        each.running = true;
        auto* const one = &each;  // a deque keeps its elements where they are while it grows at its end
        life_.spawn(io_.get_executor(), "fondy_message", [this, one] { return send(*one); });
    }
}

awaitable<void> gateway::run() {
    while (!life_.stopping()) {
        const auto now = time.now();
        for (auto& each : orders) {
            if (each.is_over() || now < each.ends) continue;
            expire(each);
            announce(each);
        }
        send_due(now);
        co_await life_.sleep(tick);
    }
}

void gateway::start() {
    life_.spawn(io_.get_executor(), "fondy", [this] { return run(); });
}

void gateway::reset() {
    faults = message_faults();
    call_faults.clear();
    no_money = false;
}

}  // namespace gavel::sim::fondy
