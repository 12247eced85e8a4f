// What libpq is told when it connects: the operator's connection string plus the session settings the code relies on. Private.
#pragma once
#include <boost/asio/awaitable.hpp>

#include <string>
#include <utility>
#include <vector>

namespace gavel::pg {

using connect_parameters = std::vector<std::pair<std::string, std::string>>;

// Throws std::invalid_argument with libpq's sentence, which does not repeat the password.
connect_parameters parse_url(const std::string& url);

// Looks the host up without blocking the thread (libpq itself would): the addresses go in as hostaddr, the name stays for TLS.
// A host that is a socket folder, a list, or already has addresses is left alone. Throws boost::system::system_error.
boost::asio::awaitable<connect_parameters> with_addresses(connect_parameters given);

}  // namespace gavel::pg
