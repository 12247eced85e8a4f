// How shipping choices are kept in lots.shipping (jsonb): [{"method": "pickup"}, {"method": "courier", "cost": 9000}], cost in minor units.
#pragma once
#include "modules/lots/model.hpp"

#include <boost/json/value.hpp>

#include <vector>

namespace gavel::lots {

boost::json::value shipping_json(const std::vector<shipping_choice>& choices);
std::vector<shipping_choice> read_shipping(const boost::json::value& stored, currency unit);

}  // namespace gavel::lots
