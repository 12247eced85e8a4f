// The loop of whoever works through a table: look, do, wait until there may be more.
#pragma once
#include "platform/runtime/bell.hpp"
#include "platform/runtime/life.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <string_view>

namespace gavel::jobs {

using boost::asio::awaitable;

// What there is to do now; answers how long to wait for more unless the bell rings: zero to look again at once.
using look = std::function<awaitable<std::chrono::steady_clock::duration>()>;

// Until the process stops. A look that throws is logged as `failed` and repeated after some seconds; without a database that is a warning.
// The bell is hushed before each look. All outlive it; `failed` is a literal.
awaitable<void> run_rounds(runtime::life& l, runtime::bell& own, std::string_view failed, look at);

}  // namespace gavel::jobs
