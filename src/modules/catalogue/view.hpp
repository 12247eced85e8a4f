// JSON of the catalogue (schemas of openapi.yaml).
#pragma once
#include "modules/catalogue/model.hpp"

#include <boost/json/object.hpp>

namespace gavel::catalogue {

boost::json::object to_json(const lot_card& card);
boost::json::object to_json(const card_page<lot_card>& page, char order);  // LotCardPage
boost::json::object to_json(const card_page<bid_card>& page, char order);
boost::json::object to_json(const list_page& page, char order);
boost::json::object to_json(const home_strips& home);
boost::json::object to_json(const lot_view& view);  // Lot

}  // namespace gavel::catalogue
