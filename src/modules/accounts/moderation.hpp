// Roles and suspensions, inside somebody else's transaction. What a suspension does to live bids is bidding's business
// (modules/bidding/suspensions.hpp): suspend people through it.
#pragma once
#include "modules/accounts/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::accounts {

boost::asio::awaitable<std::optional<account>> find_by_id(pg::transaction& tx, account_id who);
// `email` is normalised.
boost::asio::awaitable<std::optional<account>> find_by_email(pg::transaction& tx, std::string email);
void set_role(pg::transaction& tx, account_id who, gavel::role chosen);

// Whoever runs the site at present: to be written to about its state. In the order of their ids.
boost::asio::awaitable<std::vector<account>> find_operators(pg::transaction& tx);

boost::asio::awaitable<bool> is_suspended(pg::transaction& tx, account_id who);
boost::asio::awaitable<bool> suspend(pg::transaction& tx, account_id who, std::string reason);  // false: is suspended already
boost::asio::awaitable<bool> restore(pg::transaction& tx, account_id who);                      // false: was not suspended

}  // namespace gavel::accounts
