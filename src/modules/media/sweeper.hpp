// Tidies up: uploads nobody finished, objects nothing refers to any more.
#pragma once
#include "modules/media/service.hpp"

namespace gavel::media {

struct swept {
    std::int64_t uploads = 0;  // rows of uploads that were begun and not finished, or refused
    std::int64_t objects = 0;
};

class sweeper {
public:
    sweeper(storage::store& store, common& shared) : store_(store), shared_(shared) {}

    // One round, bounded; what is left waits for the next.
    awaitable<swept> run_once(pg::pool& pool, runtime::deadline until);

private:
    awaitable<std::int64_t> expire(pg::pool& pool, runtime::deadline until);
    awaitable<std::int64_t> remove_leftovers(pg::pool& pool, runtime::deadline until);
    awaitable<std::int64_t> clear(std::string place, std::string upload_name, runtime::deadline until);

    storage::store& store_;
    common& shared_;
};

}  // namespace gavel::media
