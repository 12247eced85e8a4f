// Private to this folder: how payments look in JSON.
#pragma once
#include "modules/payments/moderation.hpp"

#include <boost/json/object.hpp>

namespace gavel::payments {

boost::json::object view(const payment& p, const std::optional<std::string>& checkout_url);
boost::json::object view(const moderated_payment& m);
boost::json::object view(const operation& o);
boost::json::object view(const difference& d);
boost::json::object view(const payment_file& f);

}  // namespace gavel::payments
