// Tables media_files and media_leftovers.
#pragma once
#include "modules/media/model.hpp"
#include "modules/media/rules.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::media::repository {

using boost::asio::awaitable;

// Beginning an upload: the counts are right until the transaction ends, because an account begins one at a time.
awaitable<counts> count_alone(pg::transaction& tx, account_id owner, album where);
awaitable<file> insert(pg::transaction& tx, account_id owner, album where, new_file f, std::string token);

awaitable<std::optional<file>> find(pg::pool& pool, pg::deadline until, file_id id);
awaitable<std::optional<file>> lock(pg::transaction& tx, file_id id);
awaitable<std::vector<file>> in_album(pg::pool& pool, pg::deadline until, album where);
awaitable<std::vector<file>> lock_album(pg::transaction& tx, album where);  // in their order

// False: somebody else was quicker.
awaitable<bool> keep_upload_name(pg::pool& pool, pg::deadline until, file_id id, std::string upload_name);
awaitable<bool> mark_checking(pg::transaction& tx, file_id id);

struct made {
    std::string kind, rendition, placeholder;
    std::vector<std::int64_t> widths;
    std::int64_t width = 0, height = 0;
    int shown_turns = 0;
};
awaitable<bool> mark_ready(pg::transaction& tx, file_id id, made m);
awaitable<bool> mark_refused(pg::transaction& tx, file_id id, std::string reason);
awaitable<bool> mark_turned(pg::transaction& tx, file_id id, std::string before, made m);  // false: no longer the rendition `before`

awaitable<void> set_alt(pg::transaction& tx, file_id id, std::optional<std::string> alt);
awaitable<void> set_turns(pg::transaction& tx, file_id id, int quarter_turns);
awaitable<void> set_order(pg::transaction& tx, std::vector<file_id> ids);

// The row goes, and what it has in the store is left over. Travels with the next statement.
void remove(pg::transaction& tx, const file& f);
void leave(pg::transaction& tx, std::string place, std::string upload_name, std::chrono::seconds due_in);

// --- the sweep ---
// Locked. Open and refused files of some age, and of another age those that are being checked.
awaitable<std::vector<file>> unfinished(pg::transaction& tx, std::int64_t older_than_hours, std::int64_t checking_hours,
                                        std::int64_t limit);
struct leftover {
    std::int64_t id = 0;
    std::string place, upload_name;
};
awaitable<std::vector<leftover>> due_leftovers(pg::pool& pool, pg::deadline until, std::int64_t limit);
awaitable<void> forget_leftover(pg::pool& pool, pg::deadline until, std::int64_t id);

// --- comparing with the store: names in the order of their bytes ---
struct owned {
    std::string name;  // token or rendition
    file_id id;
    file_state state = file_state::open;
    media::purpose purpose = purpose::lot_photo;
    std::string kind;
    std::vector<std::int64_t> widths;
};
awaitable<std::vector<owned>> by_token(pg::pool& pool, pg::deadline until, std::string after, std::int64_t limit);
awaitable<std::vector<owned>> by_token(pg::transaction& tx, std::string after, std::int64_t limit);
awaitable<std::vector<owned>> by_rendition(pg::pool& pool, pg::deadline until, std::string after, std::int64_t limit);
awaitable<std::vector<owned>> by_rendition(pg::transaction& tx, std::string after, std::int64_t limit);
awaitable<bool> is_left_over(pg::pool& pool, pg::deadline until, std::string place);

}  // namespace gavel::media::repository
