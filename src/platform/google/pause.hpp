// Private to this folder: waiting before the same is tried again.
#pragma once
#include "platform/google/failures.hpp"
#include "platform/http_client/client.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace gavel::google {

// Throws failure(why) at once if the deadline would pass meanwhile.
boost::asio::awaitable<void> rest(int attempt, std::chrono::milliseconds unit, std::optional<std::chrono::seconds> at_least,
                                  runtime::deadline until, verdict why);

std::string unreached(const http_client::failure& e);  // a word for it, without the address

}  // namespace gavel::google
