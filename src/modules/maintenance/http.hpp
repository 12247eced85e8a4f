// Everything of the public port but /healthz: 503. See README.md for the contract.
#pragma once
#include "modules/maintenance/board.hpp"
#include "platform/http/router.hpp"
#include "platform/http/server.hpp"

namespace gavel::maintenance {

// The board outlives the server. Before server.listen().
void answer_all(http::server& server, const board& tells);
void add_health(http::router& routes);  // /healthz

// What one request is answered.
http::reply answer(const http::request& r, const notice& n, instant now);

}  // namespace gavel::maintenance
