// The content of an act as acts.content keeps it. Amounts in minor units, times with microseconds, salts in hexadecimal.
#pragma once
#include "modules/bidding/record.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace gavel::bidding {

boost::json::object to_json(const act_content& content);

// Nothing if it is not what to_json writes.
std::optional<act_content> read_act_content(const boost::json::value& stored);

}  // namespace gavel::bidding
