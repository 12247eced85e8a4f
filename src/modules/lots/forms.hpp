// JSON of lots: the edit form and the seller's view.
#pragma once
#include "modules/lots/rules.hpp"
#include "modules/lots/service.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <vector>

namespace gavel::lots {

edit read_edit(boost::json::object body);  // throws http::refusal naming every fault

boost::json::value to_json(const std::vector<shipping_choice>& choices);
boost::json::object to_json(const own_lot& own);
boost::json::object to_json(const std::vector<category>& tree);  // {"items": [...]}

}  // namespace gavel::lots
