// JSON of the catalogue (schemas of openapi.yaml).
#pragma once
#include "modules/catalogue/model.hpp"
#include "modules/media/addresses.hpp"

#include <boost/json/object.hpp>

namespace gavel::catalogue {

boost::json::object to_json(const lot_card& card, const media::addresses& where);
boost::json::object to_json(const card_page<lot_card>& page, char order, const media::addresses& where);  // LotCardPage
boost::json::object to_json(const card_page<bid_card>& page, char order, const media::addresses& where);
boost::json::object to_json(const list_page& page, char order, const media::addresses& where);
boost::json::object to_json(const home_strips& home, const media::addresses& where);
boost::json::object to_json(const lot_view& view, const media::addresses& where);  // Lot

}  // namespace gavel::catalogue
