// Bids over one connection that stays open: a request out, its answer in.
#pragma once
#include "bench/load/poll.hpp"
#include "bench/load/socket.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::load {

struct bid {
    std::string_view lot, session;
    std::int64_t max = 0;  // minor units
};

// What of an answer matters here.
struct answer {
    int status = 0;
    std::string_view body;  // valid during the call

    bool accepted() const { return status == 201; }
    bool refused() const { return status == 422 || status == 409; }
    // The number behind `"name":` or `"name":{"amount":` where it first appears; nothing if it does not.
    std::optional<std::int64_t> number(std::string_view name) const;
    std::string_view text(std::string_view name) const;  // the same for a string without escapes; empty if there is none
};

class exchange {
public:
    using told = std::function<void(exchange&, const answer&)>;
    exchange(const address& server, poll& in, told on_answer);
    exchange(const exchange&) = delete;
    exchange& operator=(const exchange&) = delete;

    void send(const bid& b);  // with a key of its own; only when the last answer has come
    clock::time_point sent_at() const { return sent_at_; }

private:
    void read();
    bool take_answer();

    std::string server_;
    socket socket_;
    told on_answer_;
    std::function<void()> arrived_;
    std::string request_, body_, input_;
    clock::time_point sent_at_;
};

std::vector<std::string> lines_of(const std::string& file);  // throws std::runtime_error if there are none

}  // namespace gavel::load
