// SQL of fees. Lots belong to the module below; nothing there is ever written.
#pragma once
#include "modules/fees/model.hpp"
#include "modules/lots/model.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::fees::repository {

using boost::asio::awaitable;

awaitable<std::vector<fee>> all(pg::pool& pool, pg::deadline until);  // by kind and time

struct entries {
    std::vector<fee_entry> items;
    instant now;
};
awaitable<entries> history(pg::pool& pool, pg::deadline until);  // the newest first within each kind

// What a total is made from, of a published lot.
struct offered_lot {
    instant published_at;
    gavel::currency currency;
    std::vector<lots::shipping_choice> ways;
};
awaitable<std::optional<offered_lot>> find_lot(pg::pool& pool, pg::deadline until, lot_id id);

// Changes of fees come one after another; the clock after the wait.
awaitable<instant> lock_fees(pg::transaction& tx);
awaitable<std::vector<fee>> of_kind(pg::transaction& tx, const std::string& kind);  // those that are not over, by time
awaitable<std::optional<fee>> find(pg::transaction& tx, fee_id id);
void end(pg::transaction& tx, fee_id id, instant at);
awaitable<fee_id> insert(pg::transaction& tx, const fee& f, const std::optional<std::string>& note, std::optional<account_id> by);
void mark_cut(pg::transaction& tx, fee_id id, fee_id by);
// Takes a fee back; the one that was to end for it gets its end (`until`) instead.
awaitable<void> remove(pg::transaction& tx, fee_id id, std::optional<instant> until);
awaitable<fee_entry> entry(pg::transaction& tx, fee_id id);

// What applied when the lot was published; nothing: free.
awaitable<std::optional<fee>> of_lot(pg::transaction& tx, std::string_view kind, lot_id lot);
awaitable<std::optional<fee>> of_moment(pg::transaction& tx, std::string_view kind, gavel::currency unit, instant at);

}  // namespace gavel::fees::repository
