#include "modules/maintenance/options.hpp"

namespace gavel::maintenance {

void options::declare(config::table& t) {
    t.text("maintenance.file", file,
           "File with the expected end and a message, read again whenever it changes: {\"until\": \"2026-11-30T06:00:00Z\", \"message\": "
           "{\"uk\": \"…\", \"en\": \"…\", \"ru\": \"…\"}}");
}

}  // namespace gavel::maintenance
