// JSON of services (schemas of openapi.yaml).
#pragma once
#include "modules/services/model.hpp"

#include <boost/json/object.hpp>

namespace gavel::services {

boost::json::object to_json(const offer& o, money price);
boost::json::object to_json(const purchase& p, instant now);

}  // namespace gavel::services
