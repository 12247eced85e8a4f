// The key that signs links in letters, one for all servers.
#pragma once
#include "modules/mail/links.hpp"
#include "platform/pg/pool.hpp"

namespace gavel::mail {

pg::awaitable<link_key> read_link_key(pg::pool& pool, pg::deadline until);

}  // namespace gavel::mail
