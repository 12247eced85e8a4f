// JSON of fees (schemas of openapi.yaml).
#pragma once
#include "modules/fees/model.hpp"
#include "modules/fees/rules.hpp"

#include <boost/json/object.hpp>

namespace gavel::fees {

boost::json::object to_json(const fee& f);
boost::json::object to_json(const fee_entry& e, instant now);
boost::json::object to_json(const quote& q);

}  // namespace gavel::fees
