// What a provider of card payments can do for us. One per io thread. It never throws for what the provider or the way to it does.
#pragma once
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::payments {

using boost::asio::awaitable;

enum class trouble {
    none,
    no_answer,  // whether it did what was asked is unknown: only its status tells
    later,      // it did nothing, and may at another time
    refused,    // it did nothing and never will
    not_found,  // it knows no such order
    known,      // it did this, or its opposite, before: its status tells
    set_up,     // it did nothing; our settings or its own are wrong, or we are
};

// Has constructors on purpose (docs/develop/compiler-traps.md).
template <class T>
class answer {
public:
    answer(T v) : value(std::move(v)) {}
    answer(trouble t, int provider_code, std::string text) : why(t), code(provider_code), message(std::move(text)) {}

    bool good() const { return why == trouble::none; }

    T value{};
    trouble why = trouble::none;
    int code = 0;  // the provider's; 0: none
    std::string message;
};

struct page_order {
    std::string order, title, language, return_url;
    std::int64_t payment = 0;
    std::int64_t amount = 0;
    std::string currency;
    std::int64_t lifetime_s = 0;
    bool hold = false;
};

struct open_page {
    std::string url;
};

enum class provider_state { created, processing, approved, declined, expired, reversed };
inline constexpr std::string_view provider_state_names[] = {"created", "processing", "approved", "declined", "expired", "reversed"};

struct provider_order {
    std::string order, number;
    provider_state state = provider_state::created;
    std::int64_t amount = 0;
    std::string currency;
    std::optional<std::int64_t> actual_amount;
    std::string actual_currency;
    std::int64_t reversed = 0;
    bool is_captured = false;
    std::optional<std::int64_t> captured;
    int code = 0;
    std::string decline;  // told to the payer; "" without a code
    std::string kind;     // purchase, capture, reverse, ... ; may be empty
    std::string card;
    std::string raw;  // as received
};

struct movement {
    std::string order, reverse_id, comment;
    std::int64_t amount = 0;
    std::string currency;
};

enum class movement_state { accepted, waiting, declined };

struct totals {
    std::int64_t charged = 0, reversed = 0;
};

class provider {
public:
    virtual ~provider() = default;
    virtual std::string_view name() const = 0;
    virtual bool is_set_up() const = 0;
    virtual bool takes(std::string_view currency) const = 0;
    virtual awaitable<answer<open_page>> open(page_order o, runtime::deadline until) = 0;
    virtual awaitable<answer<provider_order>> status(std::string order, runtime::deadline until) = 0;
    virtual awaitable<answer<movement_state>> reverse(movement m, runtime::deadline until) = 0;
    virtual awaitable<answer<movement_state>> capture(movement m, runtime::deadline until) = 0;
    virtual awaitable<answer<totals>> sums(std::string order, runtime::deadline until) = 0;
};

}  // namespace gavel::payments
