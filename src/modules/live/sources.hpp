// What live updates ask of the modules above: the state in PostgreSQL, for readers that begin and for what the wire did not bring.
#pragma once
#include "modules/live/change.hpp"
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace gavel::live {

// The present standing of each of `lots` whose version is above the one at the same place of `versions`.
using change_source = std::function<boost::asio::awaitable<std::vector<shared_change>>(
    std::vector<lot_id> lots, std::vector<std::int64_t> versions, runtime::deadline until)>;

// Unread notifications of these accounts.
struct unread_count {
    account_id account;
    std::int64_t unread;
};
using unread_source =
    std::function<boost::asio::awaitable<std::vector<unread_count>>(std::vector<account_id> accounts, runtime::deadline until)>;

}  // namespace gavel::live
