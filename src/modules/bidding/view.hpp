// JSON of what bidding answers (schemas of openapi.yaml). `server_time` is the moment of writing, so that clients can set their countdowns
// by it.
#pragma once
#include "modules/bidding/model.hpp"

#include <boost/json/object.hpp>

namespace gavel::bidding {

boost::json::object to_json(const public_standing& lot);                       // without server_time
boost::json::object to_json(const public_standing& lot, instant server_time);  // Standing
boost::json::object to_json(const placed_bid& bid, instant server_time);       // BidResult
boost::json::object to_json(const accepted_act& act, instant server_time);     // ActResult
boost::json::object to_json(const history_item& item);                         // HistoryItem
boost::json::object to_json(const lot_relation& r);                            // Relation
boost::json::object to_json(const full_relation& r);                           // LotRelation

}  // namespace gavel::bidding
