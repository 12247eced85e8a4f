// What happens to files without anybody waiting for it: checking uploads, turning photos, tidying up.
#pragma once
#include "modules/media/model.hpp"
#include "modules/media/service.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"
#include "platform/runtime/life.hpp"
#include "platform/storage/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace gavel::media {

using changed = std::function<void(album)>;  // after a commit that changed what the public sees; any thread that runs jobs

void enqueue_check(pg::transaction& tx, file_id id);
void enqueue_copy(pg::transaction& tx, file_id id, std::string from);  // like a check, of an object that is there already
void enqueue_turn(pg::transaction& tx, file_id id);

// Handlers of media.check, media.turn and media.sweep. Everything outlives them.
std::vector<jobs::registration> registrations(storage::store& store, common& shared, changed told);

// Asks for a sweep every few minutes, by a job of that moment's name: of all processes together one does it.
awaitable<void> ask_for_sweeps(pg::pool& pool, runtime::life& life);

}  // namespace gavel::media
