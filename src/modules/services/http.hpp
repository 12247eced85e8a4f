// Routes of openapi.yaml.
#pragma once
#include "modules/fees/service.hpp"
#include "modules/services/service.hpp"
#include "platform/http/router.hpp"

namespace gavel::services {

// What besides listing, commission and premium has a price: "service:top" ...
std::vector<std::string> fee_kinds();

// What may be spent from a wallet, as it was a moment ago.
using wallet_reader = std::function<http::awaitable<money>(account_id owner, pg::deadline until)>;

void add_routes(http::router& to, service& s, fees::service& prices, wallet_reader wallets);  // keeps references

}  // namespace gavel::services
