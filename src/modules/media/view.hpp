// JSON of media (schemas of openapi.yaml) and the forms that announce a file.
#pragma once
#include "modules/media/addresses.hpp"
#include "modules/media/service.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <optional>

namespace gavel::media {

boost::json::object to_json(const photo& p, const addresses& where);
boost::json::value to_json(const std::optional<photo>& p, const addresses& where);  // null when there is none
boost::json::object to_json(const document& d, const addresses& where);
boost::json::object to_json(const upload& u, const service& media);
boost::json::object own_photo_json(const file& f, const addresses& where);
boost::json::object own_document_json(const file& f, const addresses& where);

// All throw http::refusal naming every fault and what would be accepted.
new_file read_new_picture(boost::json::object body, purpose p);
new_file read_new_document(boost::json::object body);
photo_edit read_photo_edit(boost::json::object body);
std::vector<file_id> read_order(boost::json::object body);  // {"photos": ["1", "2"]}

}  // namespace gavel::media
