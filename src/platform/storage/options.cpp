#include "platform/storage/options.hpp"

namespace gavel::storage {

void options::declare(config::table& t) {
    t.text("storage.folder", folder,
           "Folder for uploaded files while s3.endpoint is empty; every process of this installation must see the same one");
    s3.declare(t);
}

}  // namespace gavel::storage
