#include "modules/media/options.hpp"

namespace gavel::media {

void options::declare(config::table& t) {
    t.text("media.public_url", public_url,
           "Address under which /media of this server is visible, as https://media.example.org: best another host than the site's, without "
           "its cookies. Empty: the site's own");
    t.integer("media.workers", workers, 1, 64, "Photos that are worked on at the same time, each in a process of its own");
    t.integer("media.pixels_max", pixels_max, 1'000'000, 500'000'000, "Pixels of a photo; larger ones are refused");
    t.integer("media.seconds_max", seconds_max, 1, 600, "Seconds that one photo may take");
    t.integer("media.memory_mib_max", memory_mib_max, 256, 65'536, "Address space that one photo may take");
    t.integer("media.lot_photos_max", lot_photos_max, 1, 100, "Photos of one lot");
    t.integer("media.lot_documents_max", lot_documents_max, 0, 100, "Documents of one lot");
    t.integer("media.order_photos_max", order_photos_max, 0, 500, "Pictures that both sides may send about one order");
    t.integer("media.account_mib_max", account_mib_max, 1, 10'000'000, "What one account's files may take as they were sent");
    t.integer("media.account_uploads_max", account_uploads_max, 1, 1000, "Uploads that one account may have begun and not finished");
    t.integer("media.upload_hours", upload_hours, 1, 168, "How long an upload may stay unfinished, and a refused one visible to its owner");
    t.integer("media.orphan_days", orphan_days, 1, 365,
              "How old a file in the store must be that the database does not know before it is removed");
    t.integer("media.cache_mib", cache_mib, 0, 65'536, "Memory for pictures that are asked for often");
    storage.declare(t);
}

image::limits options::picture_limits() const {
    image::limits l;
    l.pixels_max = pixels_max;
    l.seconds_max = seconds_max;
    l.memory_mib_max = memory_mib_max;
    return l;
}

}  // namespace gavel::media
