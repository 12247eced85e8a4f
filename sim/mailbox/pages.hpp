// The mailbox in a browser and as JSON.
#pragma once
#include "platform/http/router.hpp"
#include "sim/mailbox/store.hpp"

namespace gavel::sim {

// GET /                      the newest letters, ?to=address for one mailbox
// GET /messages/{id}         one letter; /messages/{id}/html its HTML form
// GET /api/messages          {"items":[{"id","to","subject","message_id","text","html","links":[...]}]}, newest first, ?to=address
void add_mailbox_routes(http::router& to, const store& letters);  // keeps a reference to `letters`

}  // namespace gavel::sim
