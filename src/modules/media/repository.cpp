#include "modules/media/repository.hpp"

#include "modules/media/keys.hpp"

#include <algorithm>
#include <utility>

namespace gavel::media::repository {
namespace {

#define GAVEL_FILE_COLUMNS                                                                                                           \
    "f.id, f.owner_id, f.purpose, f.holder_id, f.state, f.token, f.content_type, f.bytes, f.name, f.alt, f.upload_name, f.refused, " \
    "f.kind, f.quarter_turns, f.shown_turns, f.version, f.created_at, f.rendition, coalesce(f.widths, '{}') as widths, "             \
    "coalesce(f.width, 0) as width, coalesce(f.height, 0) as height, coalesce(f.placeholder, '') as placeholder"

template <class Enum, std::size_t N>
Enum named(const std::array<std::string_view, N>& names, std::string_view name) {
    return static_cast<Enum>(std::find(names.begin(), names.end(), name) - names.begin());
}

file read_file(const pg::row& row) {
    file f;
    f.id = row.get<file_id>("id");
    f.owner = row.get<account_id>("owner_id");
    f.album = {named<purpose>(purpose_names, row.text("purpose")), row.get<std::int64_t>("holder_id")};
    f.state = named<file_state>(file_state_names, row.text("state"));
    f.token = row.get<std::string>("token");
    f.content_type = row.get<std::string>("content_type");
    f.bytes = row.get<std::int64_t>("bytes");
    f.name = row.get<std::optional<std::string>>("name");
    f.alt = row.get<std::optional<std::string>>("alt");
    f.upload_name = row.get<std::string>("upload_name");
    f.refused = row.get<std::optional<std::string>>("refused");
    f.kind = row.get<std::optional<std::string>>("kind");
    f.quarter_turns = row.get<int>("quarter_turns");
    f.shown_turns = row.get<int>("shown_turns");
    f.version = row.get<int>("version");
    f.created_at = row.get<instant>("created_at");
    f.rendition = row.get<std::optional<std::string>>("rendition");
    f.widths = row.get<std::vector<std::int64_t>>("widths");
    f.width = row.get<std::int64_t>("width");
    f.height = row.get<std::int64_t>("height");
    f.placeholder = row.get<std::string>("placeholder");
    return f;
}

std::optional<file> read_one(const std::optional<pg::row>& row) { return row ? std::optional(read_file(*row)) : std::nullopt; }

std::vector<file> read_files(const pg::rows& rows) {
    std::vector<file> all;
    all.reserve(rows.size());
    for (const auto row : rows) all.push_back(read_file(row));
    return all;
}

owned read_owned(const pg::row& row) {
    owned o;
    o.name = row.get<std::string>("found");
    o.id = row.get<file_id>("id");
    o.state = named<file_state>(file_state_names, row.text("state"));
    o.purpose = named<purpose>(purpose_names, row.text("purpose"));
    o.kind = row.get<std::optional<std::string>>("kind").value_or("");
    o.widths = row.get<std::vector<std::int64_t>>("widths");
    return o;
}

std::vector<owned> read_owned(const pg::rows& rows) {
    std::vector<owned> all;
    all.reserve(rows.size());
    for (const auto row : rows) all.push_back(read_owned(row));
    return all;
}

}  // namespace

const pg::statement alone_sql{"media.alone", "select pg_advisory_xact_lock(hashtextextended('media.files', $1))::text as locked"};
const pg::statement count_sql{"media.count", R"sql(
    select count(*) filter (where purpose = $2 and holder_id = $3 and state <> 'refused') as in_album,
           count(*) filter (where state in ('open', 'checking')) as unfinished,
           coalesce(sum(bytes) filter (where state <> 'refused'), 0)::bigint as account_bytes
      from media_files
     where owner_id = $1
)sql"};
awaitable<counts> count_alone(pg::transaction& tx, account_id owner, album where) {
    co_await tx.query(alone_sql, owner);
    const auto row = co_await tx.one(count_sql, owner, to_string(where.purpose), where.holder);
    counts c;
    c.in_album = row->get<std::int64_t>("in_album");
    c.unfinished = row->get<std::int64_t>("unfinished");
    c.account_bytes = row->get<std::int64_t>("account_bytes");
    co_return c;
}

const pg::statement insert_sql{"media.insert", R"sql(
    insert into media_files as f (owner_id, purpose, holder_id, position, token, content_type, bytes, name, alt)
    select $1, $2, $3, 1 + coalesce(max(other.position), 0), $4, $5, $6, $7, $8
      from media_files other where other.purpose = $2 and other.holder_id = $3
    returning )sql" GAVEL_FILE_COLUMNS};
awaitable<file> insert(pg::transaction& tx, account_id owner, album where, new_file n, std::string token) {
    const auto row =
        co_await tx.one(insert_sql, owner, to_string(where.purpose), where.holder, token, n.content_type, n.bytes, n.name, n.alt);
    co_return read_file(row.value());
}

const pg::statement find_sql{"media.find", "select " GAVEL_FILE_COLUMNS " from media_files f where f.id = $1"};
awaitable<std::optional<file>> find(pg::pool& pool, pg::deadline until, file_id id) {
    const auto row = co_await pool.one(until, find_sql, id);
    co_return read_one(row);
}

const pg::statement lock_sql{"media.lock", "select " GAVEL_FILE_COLUMNS " from media_files f where f.id = $1 for update"};
awaitable<std::optional<file>> lock(pg::transaction& tx, file_id id) {
    const auto row = co_await tx.one(lock_sql, id);
    co_return read_one(row);
}

const pg::statement in_album_sql{
    "media.in_album", "select " GAVEL_FILE_COLUMNS " from media_files f where f.purpose = $1 and f.holder_id = $2 order by f.position"};
awaitable<std::vector<file>> in_album(pg::pool& pool, pg::deadline until, album where) {
    const auto rows = co_await pool.query(until, in_album_sql, to_string(where.purpose), where.holder);
    co_return read_files(rows);
}

const pg::statement lock_album_sql{"media.lock_album",
                                   "select " GAVEL_FILE_COLUMNS
                                   " from media_files f where f.purpose = $1 and f.holder_id = $2 order by f.position for update"};
awaitable<std::vector<file>> lock_album(pg::transaction& tx, album where) {
    const auto rows = co_await tx.query(lock_album_sql, to_string(where.purpose), where.holder);
    co_return read_files(rows);
}

const pg::statement keep_upload_name_sql{"media.keep_upload_name", R"sql(
    update media_files set upload_name = $2 where id = $1 and state = 'open' and upload_name = ''
)sql"};
awaitable<bool> keep_upload_name(pg::pool& pool, pg::deadline until, file_id id, std::string upload_name) {
    co_return co_await pool.exec(until, keep_upload_name_sql, id, upload_name) == 1;
}

const pg::statement mark_checking_sql{"media.mark_checking", R"sql(
    update media_files set state = 'checking', changed_at = clock_timestamp() where id = $1 and state = 'open'
)sql"};
awaitable<bool> mark_checking(pg::transaction& tx, file_id id) { co_return co_await tx.exec(mark_checking_sql, id) == 1; }

const pg::statement mark_ready_sql{"media.mark_ready", R"sql(
    update media_files
       set state = 'ready', kind = $2, rendition = $3, widths = $4, width = nullif($5::integer, 0), height = nullif($6::integer, 0),
           placeholder = nullif($7, ''), shown_turns = $8, changed_at = clock_timestamp()
     where id = $1 and state = 'checking'
)sql"};
awaitable<bool> mark_ready(pg::transaction& tx, file_id id, made m) {
    co_return co_await tx.exec(mark_ready_sql, id, m.kind, m.rendition, m.widths, m.width, m.height, m.placeholder, m.shown_turns) == 1;
}

const pg::statement mark_refused_sql{"media.mark_refused", R"sql(
    update media_files set state = 'refused', refused = $2, changed_at = clock_timestamp() where id = $1 and state = 'checking'
)sql"};
awaitable<bool> mark_refused(pg::transaction& tx, file_id id, std::string reason) {
    co_return co_await tx.exec(mark_refused_sql, id, reason) == 1;
}

const pg::statement mark_turned_sql{"media.mark_turned", R"sql(
    update media_files
       set rendition = $3, widths = $4, width = $5, height = $6, placeholder = $7, shown_turns = $8, version = version + 1, changed_at = clock_timestamp()
     where id = $1 and state = 'ready' and rendition = $2
)sql"};
awaitable<bool> mark_turned(pg::transaction& tx, file_id id, std::string before, made m) {
    co_return co_await tx.exec(mark_turned_sql, id, before, m.rendition, m.widths, m.width, m.height, m.placeholder, m.shown_turns) == 1;
}

const pg::statement set_alt_sql{"media.set_alt", "update media_files set alt = $2 where id = $1"};
awaitable<void> set_alt(pg::transaction& tx, file_id id, std::optional<std::string> alt) { co_await tx.exec(set_alt_sql, id, alt); }

const pg::statement set_turns_sql{"media.set_turns", "update media_files set quarter_turns = $2 where id = $1"};
awaitable<void> set_turns(pg::transaction& tx, file_id id, int quarter_turns) { co_await tx.exec(set_turns_sql, id, quarter_turns); }

const pg::statement set_order_sql{"media.set_order", R"sql(
    update media_files f set position = wanted.place
      from unnest($1::bigint[]) with ordinality as wanted (id, place)
     where f.id = wanted.id and f.position <> wanted.place
)sql"};
awaitable<void> set_order(pg::transaction& tx, std::vector<file_id> ids) { co_await tx.exec(set_order_sql, ids); }

const pg::statement remove_sql{"media.remove", "delete from media_files where id = $1"};
void remove(pg::transaction& tx, const file& f) {
    tx.post(remove_sql, f.id);
    using namespace std::chrono_literals;
    leave(tx, incoming_key(f.token), f.upload_name, 0s);
    if (f.kind) leave(tx, original_key(f.token, *f.kind), {}, 0s);
    if (f.rendition) leave(tx, rendition_prefix(*f.rendition), {}, 0s);
}

const pg::statement leave_sql{"media.leave", R"sql(
    insert into media_leftovers (place, upload_name, due_at) values ($1, $2, clock_timestamp() + make_interval(secs => $3))
)sql"};
void leave(pg::transaction& tx, std::string place, std::string upload_name, std::chrono::seconds due_in) {
    tx.post(leave_sql, place, upload_name, static_cast<std::int64_t>(due_in.count()));
}

const pg::statement unfinished_sql{"media.unfinished", "select " GAVEL_FILE_COLUMNS R"sql(
      from media_files f
     where f.state <> 'ready'
       and f.changed_at < clock_timestamp() - make_interval(hours => case f.state when 'checking' then $2 else $1 end::integer)
     order by f.changed_at limit $3
       for update skip locked
)sql"};
awaitable<std::vector<file>> unfinished(pg::transaction& tx, std::int64_t older_than_hours, std::int64_t checking_hours,
                                        std::int64_t limit) {
    const auto rows = co_await tx.query(unfinished_sql, older_than_hours, checking_hours, limit);
    co_return read_files(rows);
}

const pg::statement due_leftovers_sql{"media.due_leftovers", R"sql(
    select id, place, upload_name from media_leftovers where due_at <= statement_timestamp() order by due_at limit $1
)sql"};
awaitable<std::vector<leftover>> due_leftovers(pg::pool& pool, pg::deadline until, std::int64_t limit) {
    const auto rows = co_await pool.query(until, due_leftovers_sql, limit);
    std::vector<leftover> all;
    for (const auto row : rows)
        all.push_back({row.get<std::int64_t>("id"), row.get<std::string>("place"), row.get<std::string>("upload_name")});
    co_return all;
}

const pg::statement forget_leftover_sql{"media.forget_leftover", "delete from media_leftovers where id = $1"};
awaitable<void> forget_leftover(pg::pool& pool, pg::deadline until, std::int64_t id) { co_await pool.exec(until, forget_leftover_sql, id); }

const pg::statement by_token_sql{"media.by_token", R"sql(
    select token as found, id, state, purpose, kind, coalesce(widths, '{}') as widths
      from media_files where token > $1 order by token limit $2
)sql"};
awaitable<std::vector<owned>> by_token(pg::pool& pool, pg::deadline until, std::string after, std::int64_t limit) {
    const auto rows = co_await pool.query(until, by_token_sql, after, limit);
    co_return read_owned(rows);
}
awaitable<std::vector<owned>> by_token(pg::transaction& tx, std::string after, std::int64_t limit) {
    const auto rows = co_await tx.query(by_token_sql, after, limit);
    co_return read_owned(rows);
}

const pg::statement by_rendition_sql{"media.by_rendition", R"sql(
    select rendition as found, id, state, purpose, kind, coalesce(widths, '{}') as widths
      from media_files where rendition > $1 order by rendition limit $2
)sql"};
awaitable<std::vector<owned>> by_rendition(pg::pool& pool, pg::deadline until, std::string after, std::int64_t limit) {
    const auto rows = co_await pool.query(until, by_rendition_sql, after, limit);
    co_return read_owned(rows);
}
awaitable<std::vector<owned>> by_rendition(pg::transaction& tx, std::string after, std::int64_t limit) {
    const auto rows = co_await tx.query(by_rendition_sql, after, limit);
    co_return read_owned(rows);
}

const pg::statement is_left_over_sql{"media.is_left_over", "select 1 as found from media_leftovers where place = $1 limit 1"};
awaitable<bool> is_left_over(pg::pool& pool, pg::deadline until, std::string place) {
    const auto row = co_await pool.one(until, is_left_over_sql, place);
    co_return row.has_value();
}

}  // namespace gavel::media::repository
