// Use cases of sellers and watchers. One per io thread; used only there.
#pragma once
#include "base/error.hpp"
#include "modules/lots/events.hpp"
#include "modules/lots/model.hpp"
#include "modules/lots/options.hpp"
#include "modules/lots/rules.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gavel::lots {

using boost::asio::awaitable;

// A lot as its seller sees it.
struct own_lot {
    lots::lot lot;
    lot_state state = lot_state::draft;
};

inline constexpr std::chrono::minutes tree_ttl{5};

class service {
public:
    service(pg::pool& pool, publication_listener& auction, const options& chosen) : pool_(pool), auction_(auction), options_(chosen) {}

    // Called after a commit that changed what the public sees of a lot (caches).
    void on_change(std::function<void(lot_id)> told) { changed_ = std::move(told); }

    // Called in the transaction that publishes a lot, before anything is written: what it refuses is not published. `now` is the moment of
    // publication, `starts_at` that of the first bid: the same, or later.
    using publish_condition =
        std::function<awaitable<result<void>>(pg::transaction&, account_id seller, lot_id, currency, instant now, instant starts_at)>;
    void on_publish(publish_condition asked) { publishing_ = std::move(asked); }

    // Called in the transaction that removes a draft, before it goes.
    // Of an account that is being closed: its drafts and what it watches.
    awaitable<void> erase(pg::transaction& tx, account_id owner);
    void on_remove(std::function<awaitable<void>(pg::transaction&, lot_id)> told) { removed_ = std::move(told); }

    // Called in the transaction that offers a lot again: the ended one, the new draft.
    using relisted_listener = std::function<awaitable<void>(pg::transaction&, account_id seller, lot_id from, lot_id to)>;
    void on_relist(relisted_listener told) { relisted_ = std::move(told); }

    // In display order. Only a migration changes the tree, so each thread reads it once in a while (tree_ttl).
    awaitable<std::shared_ptr<const std::vector<category>>> categories(pg::deadline until);

    awaitable<result<own_lot>> create(account_id seller, edit e, pg::deadline until);
    awaitable<result<own_lot>> find(account_id seller, lot_id id, pg::deadline until);  // somebody else's: no_such_lot
    awaitable<result<own_lot>> change(account_id seller, lot_id id, edit e, pg::deadline until);
    awaitable<result<void>> remove(account_id seller, lot_id id, pg::deadline until);
    awaitable<result<own_lot>> publish(account_id seller, lot_id id, pg::deadline until);
    awaitable<result<own_lot>> withdraw(account_id seller, lot_id id, pg::deadline until);
    // A new draft that offers an unsold or cancelled lot again; repeated, the lot that it has become.
    awaitable<result<own_lot>> relist(account_id seller, lot_id id, pg::deadline until);

    awaitable<result<void>> watch(account_id account, lot_id id, pg::deadline until);
    awaitable<result<void>> unwatch(account_id account, lot_id id, pg::deadline until);

private:
    boost::json::array faults(const content& c) const;
    awaitable<result<content>> checked(pg::transaction& tx, content before, edit e);
    awaitable<result<void>> may_add_draft(pg::transaction& tx, account_id seller);
    awaitable<result<own_lot>> change_published(pg::transaction& tx, lot found, edit e);
    awaitable<result<own_lot>> append(pg::transaction& tx, lot found, std::string text);
    void announce(lot_id id) const {
        if (changed_) changed_(id);
    }

    pg::pool& pool_;
    publication_listener& auction_;
    const options& options_;
    std::function<void(lot_id)> changed_;
    std::function<awaitable<void>(pg::transaction&, lot_id)> removed_;
    publish_condition publishing_;
    relisted_listener relisted_;
    std::shared_ptr<const std::vector<category>> tree_;
    std::chrono::steady_clock::time_point tree_until_{};
};

}  // namespace gavel::lots
