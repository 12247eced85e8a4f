// The gateway in memory: its orders, its clock, the messages it sends by itself, and the faults it is told to have. One thread.
#pragma once
#include "platform/http_client/client.hpp"
#include "platform/runtime/life.hpp"
#include "sim/fondy/order.hpp"
#include "sim/fondy/wire.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim::fondy {

using boost::asio::awaitable;

// What is wrong with messages from now on.
struct message_faults {
    bool drop = false, reorder = false, wrong_signature = false, form = false, v2 = false;
    bool stale_declined = false;  // after an approval comes a declined of the same order
    bool before_create = false;   // the order is paid, and its message arrives, before the page's address is answered
    std::int64_t duplicates = 0;  // more of each
    std::int64_t delay_s = 0;
    std::string merchant, amount;  // instead of the order's; empty: its own
};

// What is wrong with the next calls to a path.
struct call_fault {
    std::string path, what;  // cut_before, cut_after, error_500, html, slow, late, code
    std::int64_t times = 1, ms = 0;
    int code = 0;
};

struct delivery {
    std::int64_t id = 0;
    std::string order, url, body, content_type, order_status;
    sim_time due;
    std::size_t tries = 0;
    std::vector<int> answers;  // 0: none
    bool running = false, over = false;
};

class gateway {
public:
    gateway(boost::asio::io_context& io, runtime::life& life, int speed, std::uint32_t seed);

    order* find(std::string_view merchant, std::string_view id);
    order* find_by_token(std::string_view token);
    order& add(order o);  // gives it its numbers
    std::int64_t next_transaction() { return ++transaction_; }

    // Whatever changed an order is told.
    void announce(const order& o);
    awaitable<void> deliver_now(std::string order_id);  // what waits for this order, at once

    std::optional<call_fault> take_fault(std::string_view path);
    std::string answer_for(const order& o, const call& c);  // a full order, signed, in the format of the request
    std::string request_id();

    void start();  // expiry and deliveries, until the process stops
    void reset();  // no faults; orders stay
    runtime::life& life() { return life_; }

    clock time;
    message_faults faults;
    std::vector<call_fault> call_faults;
    std::list<order> orders;
    std::deque<delivery> deliveries;
    bool no_money = false;  // 1069 for every reversal
    std::mt19937 random;

private:
    awaitable<void> run();
    awaitable<void> send(delivery& d);
    void send_due(sim_time now);
    void queue(const order& o, sim_time due);

    boost::asio::io_context& io_;
    runtime::life& life_;
    http_client::client web_;
    std::int64_t transaction_ = 1'994'930'000, payment_ = 805'243'000, delivery_ = 0;
};

}  // namespace gavel::sim::fondy
