// One reader's server-sent events: the present standings first, then every change, a ping every 20 s.
#pragma once
#include "modules/bidding/live.hpp"
#include "platform/http/sse.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <memory>

namespace gavel::bidding {

inline constexpr std::chrono::seconds ping_every{20};

// Ends when the reader or the process does.
boost::asio::awaitable<void> run_stream(std::shared_ptr<live_shard::subscription> reader, http::event_writer& out);

}  // namespace gavel::bidding
