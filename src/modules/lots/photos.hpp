// Photos and documents of lots: whose they are and when they may be changed. The files themselves are in media.
#pragma once
#include "base/error.hpp"
#include "modules/lots/events.hpp"
#include "modules/lots/model.hpp"
#include "modules/media/service.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <vector>

namespace gavel::lots {

using boost::asio::awaitable;

// What bidders have seen stays; more may be shown as long as the lot has not ended. Pure.
bool may_add_files(lot_state s);
bool may_change_files(lot_state s);

struct lot_files {
    std::vector<media::file> photos, documents;
};

// One per io thread. A lot of somebody else is no_such_lot.
class photos {
public:
    photos(pg::pool& pool, publication_listener& auction, media::service& files) : pool_(pool), auction_(auction), media_(files) {}

    // Called after a commit that changed what the public sees of a lot (caches).
    void on_change(std::function<void(lot_id)> told) { changed_ = std::move(told); }

    awaitable<result<lot_files>> all(account_id seller, lot_id lot, pg::deadline until);
    // Refuses not_editable, and what media refuses.
    awaitable<result<media::upload>> add(account_id seller, lot_id lot, media::purpose what, media::new_file f, pg::deadline until);
    awaitable<result<void>> arrange(account_id seller, lot_id lot, std::vector<media::file_id> ids, pg::deadline until);
    // Words may be added and mended as long as photos may be added.
    awaitable<result<media::file>> change(account_id seller, lot_id lot, media::file_id id, media::photo_edit e, pg::deadline until);
    awaitable<result<void>> remove(account_id seller, lot_id lot, media::purpose what, media::file_id id, pg::deadline until);

    // In the transaction in which the lot itself goes.
    awaitable<void> release(pg::transaction& tx, lot_id lot);
    // In the transaction in which it is offered again: the new draft gets its photos. Documents are for the seller to renew.
    awaitable<void> copy(pg::transaction& tx, account_id seller, lot_id from, lot_id to);

    const media::addresses& where() const { return media_.where(); }
    const media::service& files() const { return media_; }

private:
    awaitable<result<lot_state>> lock(pg::transaction& tx, account_id seller, lot_id lot);
    void announce(lot_id lot) const {
        if (changed_) changed_(lot);
    }

    pg::pool& pool_;
    publication_listener& auction_;
    media::service& media_;
    std::function<void(lot_id)> changed_;
};

}  // namespace gavel::lots
