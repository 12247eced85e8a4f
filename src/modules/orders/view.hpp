// JSON of orders (schemas of openapi.yaml).
#pragma once
#include "base/language.hpp"
#include "modules/media/addresses.hpp"
#include "modules/orders/options.hpp"
#include "modules/orders/reading.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace gavel::orders {

boost::json::object to_json(const whole_order& w, const media::addresses& where, language lang);
boost::json::object summary_json(const repository::listed_order& o, party role, const media::addresses& where);
boost::json::object unsold_json(const unsold_lot& u, language lang);
boost::json::object dispute_json(const repository::listed_dispute& d);
// `files`: the album of the order.
boost::json::object message_json(const message& m, account_id reader, const std::vector<media::file>& files, const media::addresses& where);

}  // namespace gavel::orders
