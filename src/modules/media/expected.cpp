#include "modules/media/expected.hpp"

#include "modules/media/keys.hpp"
#include "platform/image/order.hpp"

namespace gavel::media {

std::set<std::string> public_keys(const repository::owned& o) {
    std::set<std::string> keys;
    if (o.purpose == purpose::lot_document) keys.insert(public_key(o.name, document_name));
    for (const auto width : o.widths)
        for (const auto format : {image::format::avif, image::format::webp, image::format::jpeg})
            keys.insert(public_key(o.name, variant_name(width, image::extension_of(format))));
    return keys;
}

std::set<std::string> original_keys(const repository::owned& o) {
    std::set<std::string> keys;
    if (o.state == file_state::ready && o.purpose != purpose::lot_document) keys.insert(original_key(o.name, o.kind));
    return keys;
}

}  // namespace gavel::media
