// Public pictures and documents inside the statements of modules above: as JSON made by PostgreSQL, from a row `f` of media_files.
#pragma once
#include "modules/media/model.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <vector>

#define GAVEL_PHOTO_OBJECT                                                                                                               \
    "jsonb_build_object('id', f.id, 'rendition', f.rendition, 'widths', f.widths, 'width', f.width, 'height', f.height, 'placeholder', " \
    "f.placeholder, 'alt', f.alt)"

// The first photo of lot `lot`, or null; all of them; its documents; the portrait of account `account`, or null.
#define GAVEL_FIRST_PHOTO_OF(lot)                                                                            \
    "(select " GAVEL_PHOTO_OBJECT " from media_files f where f.purpose = 'lot_photo' and f.holder_id = " lot \
    " and f.state = 'ready'"                                                                                 \
    " order by f.position limit 1)"
#define GAVEL_PHOTOS_OF(lot)                          \
    "(select coalesce(jsonb_agg(" GAVEL_PHOTO_OBJECT  \
    " order by f.position), '[]') from media_files f" \
    " where f.purpose = 'lot_photo' and f.holder_id = " lot " and f.state = 'ready')"
#define GAVEL_DOCUMENTS_OF(lot)                                                                                                       \
    "(select coalesce(jsonb_agg(jsonb_build_object('id', f.id, 'rendition', f.rendition, 'name', f.name, 'bytes', f.bytes) order by " \
    "f.position), '[]') from media_files f where f.purpose = 'lot_document' and f.holder_id = " lot " and f.state = 'ready')"
#define GAVEL_PORTRAIT_OF(account)                                                                            \
    "(select " GAVEL_PHOTO_OBJECT " from media_files f where f.purpose = 'avatar' and f.holder_id = " account \
    " and f.state = 'ready'"                                                                                  \
    " order by f.position desc limit 1)"

namespace gavel::media {

std::optional<photo> read_photo(const boost::json::value& stored);  // nothing for null
std::vector<photo> read_photos(const boost::json::value& stored);
std::vector<document> read_documents(const boost::json::value& stored);

}  // namespace gavel::media
