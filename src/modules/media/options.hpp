// Settings of media.
#pragma once
#include "platform/config/options.hpp"
#include "platform/image/order.hpp"
#include "platform/storage/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::media {

struct options {
    storage::options storage;
    std::string public_url;  // scheme://host of the media address; empty: the site's own
    std::int64_t workers = 1;
    std::int64_t pixels_max = 60'000'000;
    std::int64_t seconds_max = 60;
    std::int64_t memory_mib_max = 1024;
    std::int64_t lot_photos_max = 24;
    std::int64_t lot_documents_max = 8;
    std::int64_t order_photos_max = 40;
    std::int64_t account_mib_max = 4096;
    std::int64_t account_uploads_max = 60;
    std::int64_t upload_hours = 24;
    std::int64_t orphan_days = 7;
    std::int64_t cache_mib = 64;

    void declare(config::table& t);
    image::limits picture_limits() const;
};

}  // namespace gavel::media
