// Database and store side by side: what should be there and is not, what is there and should not be.
#pragma once
#include "modules/media/service.hpp"

#include <functional>
#include <string>

namespace gavel::media {

struct comparison {
    std::int64_t files = 0;    // of the database that have objects
    std::int64_t objects = 0;  // in the store
    std::int64_t missing = 0;  // objects that the database counts on
    std::int64_t unknown = 0;  // objects that nothing refers to
    std::int64_t removed = 0;  // of the unknown ones
};

// Walks both in the order of their names, a page at a time, so that it takes no memory however many there are. What is younger than an hour
// is being worked on and not judged. `say` gets a sentence for each finding. With `remove_older_than` unknown objects of that age are
// removed (never any that is not named like ours).
awaitable<comparison> compare(pg::pool& pool, storage::store& store, std::optional<std::chrono::hours> remove_older_than,
                              std::function<void(std::string)> say);

}  // namespace gavel::media
