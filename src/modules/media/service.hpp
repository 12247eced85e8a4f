// Use cases of uploads and of the albums they end in. One per io thread; what the threads share is in `common`.
#pragma once
#include "base/error.hpp"
#include "modules/media/addresses.hpp"
#include "modules/media/metrics.hpp"
#include "modules/media/model.hpp"
#include "modules/media/options.hpp"
#include "modules/media/recent_files.hpp"
#include "platform/http/body_reader.hpp"
#include "platform/image/worker.hpp"
#include "platform/pg/pool.hpp"
#include "platform/storage/store.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gavel::media {

using boost::asio::awaitable;

// One per process, outlives every service. Thread-safe.
struct common {
    common(const options& chosen, metrics::registry& numbers)
        : settings(chosen),
          counts(numbers),
          pictures(static_cast<std::size_t>(chosen.workers), 1000),
          recent(static_cast<std::size_t>(chosen.cache_mib) * 1024 * 1024),
          where(chosen.public_url) {}

    const options settings;
    const instruments counts;
    image::worker pictures;
    recent_files recent;
    const addresses where;
};

// A file and, while it is open, what is still missing of it.
struct upload {
    media::file file;
    std::vector<storage::piece> missing;  // with a url each, also those that come through this server
};

struct photo_edit {
    bool changes_alt = false;
    std::optional<std::string> alt;
    std::optional<int> quarter_turns;
};

class service {
public:
    service(pg::pool& pool, storage::store& store, common& shared) : pool_(pool), store_(store), shared_(shared) {}

    // --- for the module that owns the holder: it has locked it and knows that the account may ---

    // Refuses album_full, too_many_uploads, quota_exceeded. After the commit: opened().
    awaitable<result<file>> begin(pg::transaction& tx, account_id owner, album where, new_file f);
    awaitable<std::vector<file>> files_of(album where, pg::deadline until);  // in their order, in every state
    // `ids`: every file of the album that is not refused, in the order wanted. Refuses no_such_file.
    awaitable<result<void>> arrange(pg::transaction& tx, album where, std::vector<file_id> ids);
    awaitable<result<file>> change(pg::transaction& tx, album where, file_id id, photo_edit e);  // refuses no_such_file, not_ready
    awaitable<result<void>> remove(pg::transaction& tx, album where, file_id id);                // refuses no_such_file
    awaitable<void> release(pg::transaction& tx, album where);                                   // the holder goes: all its files do
    // The ready pictures of one album again in another, in their order; those for which there is room. They appear when they are made.
    awaitable<void> copy(pg::transaction& tx, account_id owner, album from, album to);

    // What to send where, of a file that was just begun. If the store is away the file is given up again.
    awaitable<result<upload>> opened(account_id owner, file_id id, pg::deadline until);

    // --- for whoever sends ---

    // Somebody else's: no_such_upload.
    awaitable<result<upload>> found(account_id owner, file_id id, pg::deadline until);
    // Bytes from an offset on, as they come. How many there are then. What arrived before a lost connection stays.
    // Refuses no_such_upload, upload_closed, upload_elsewhere, wrong_offset.
    awaitable<result<std::int64_t>> receive(account_id owner, file_id id, std::int64_t from, http::body_reader& content,
                                            pg::deadline until);
    // Also fine when it was finished before. Refuses no_such_upload, upload_incomplete.
    awaitable<result<upload>> finish(account_id owner, file_id id, pg::deadline until);
    awaitable<result<void>> abandon(account_id owner, file_id id, pg::deadline until);  // refuses no_such_upload, upload_closed

    awaitable<result<upload>> begin_avatar(account_id owner, new_file f, pg::deadline until);
    awaitable<std::optional<photo>> avatar(account_id owner, pg::deadline until);
    awaitable<void> remove_avatar(account_id owner, pg::deadline until);

    const addresses& where() const { return shared_.where; }
    instant expires_at(const file& f) const { return f.created_at + std::chrono::hours(shared_.settings.upload_hours); }

private:
    awaitable<upload> with_missing(file f, pg::deadline until);

    pg::pool& pool_;
    storage::store& store_;
    common& shared_;
};

// A file as the store knows its upload.
storage::upload as_upload(const file& f);

}  // namespace gavel::media
