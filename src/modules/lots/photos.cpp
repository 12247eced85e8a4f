#include "modules/lots/photos.hpp"

#include "modules/lots/errors.hpp"
#include "modules/lots/repository.hpp"

namespace gavel::lots {

namespace {

media::album album_of(lot_id lot, media::purpose what) { return {what, lot.value}; }

}  // namespace

bool may_add_files(lot_state s) { return s == lot_state::draft || s == lot_state::scheduled || s == lot_state::running; }
bool may_change_files(lot_state s) { return s == lot_state::draft; }

awaitable<result<lot_state>> photos::lock(pg::transaction& tx, account_id seller, lot_id lot) {
    const auto found = co_await repository::lock_own(tx, seller, lot);
    if (!found) co_return refuse(no_such_lot);
    if (!found->published) co_return lot_state::draft;
    co_return co_await auction_.state_of(tx, lot);
}

awaitable<result<lot_files>> photos::all(account_id seller, lot_id lot, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto found = co_await repository::find_own(tx, seller, lot);
    if (!found) co_return refuse(no_such_lot);
    co_await tx.commit();
    lot_files files;
    files.photos = co_await media_.files_of(album_of(lot, media::purpose::lot_photo), until);
    files.documents = co_await media_.files_of(album_of(lot, media::purpose::lot_document), until);
    co_return files;
}

awaitable<result<media::upload>> photos::add(account_id seller, lot_id lot, media::purpose what, media::new_file f, pg::deadline until) {
    media::file_id id;
    {
        auto tx = co_await pool_.begin(until);
        const auto state = co_await lock(tx, seller, lot);
        if (!state) co_return std::unexpected(state.error());
        if (!may_add_files(*state)) co_return refuse(not_editable);
        const auto begun = co_await media_.begin(tx, seller, album_of(lot, what), std::move(f));
        if (!begun) co_return std::unexpected(begun.error());
        co_await tx.commit();
        id = begun->id;
    }
    co_return co_await media_.opened(seller, id, until);
}

awaitable<result<void>> photos::arrange(account_id seller, lot_id lot, std::vector<media::file_id> ids, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await lock(tx, seller, lot);
    if (!state) co_return std::unexpected(state.error());
    if (!may_change_files(*state)) co_return refuse(not_editable);
    const auto arranged = co_await media_.arrange(tx, album_of(lot, media::purpose::lot_photo), std::move(ids));
    if (!arranged) co_return std::unexpected(arranged.error());
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<media::file>> photos::change(account_id seller, lot_id lot, media::file_id id, media::photo_edit e, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await lock(tx, seller, lot);
    if (!state) co_return std::unexpected(state.error());
    const bool allowed = e.quarter_turns ? may_change_files(*state) : may_add_files(*state);
    if (!allowed) co_return refuse(not_editable);
    auto changed = co_await media_.change(tx, album_of(lot, media::purpose::lot_photo), id, std::move(e));
    if (!changed) co_return changed;
    co_await tx.commit();
    announce(lot);
    co_return changed;
}

awaitable<result<void>> photos::remove(account_id seller, lot_id lot, media::purpose what, media::file_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await lock(tx, seller, lot);
    if (!state) co_return std::unexpected(state.error());
    if (!may_change_files(*state)) co_return refuse(not_editable);
    const auto removed = co_await media_.remove(tx, album_of(lot, what), id);
    if (!removed) co_return std::unexpected(removed.error());
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<void> photos::release(pg::transaction& tx, lot_id lot) {
    for (const auto what : {media::purpose::lot_photo, media::purpose::lot_document}) co_await media_.release(tx, album_of(lot, what));
}

awaitable<void> photos::copy(pg::transaction& tx, account_id seller, lot_id from, lot_id to) {
    co_await media_.copy(tx, seller, album_of(from, media::purpose::lot_photo), album_of(to, media::purpose::lot_photo));
}

}  // namespace gavel::lots
