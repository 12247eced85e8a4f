// SQL of what pages show of orders.
#pragma once
#include "base/language.hpp"
#include "modules/media/model.hpp"
#include "modules/orders/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::orders::repository {

using pg::awaitable;

struct found_order {
    orders::order order;
    person buyer, seller;
    instant now;
};
awaitable<std::optional<found_order>> find(pg::transaction& tx, order_id id);

struct listed_order {
    orders::order order;
    person other;
    std::string title;  // of the first lot
    std::int64_t lots = 0;
    std::optional<media::photo> photo;
};
// Newest first. `state`: one of order_state_names or "open"; none: all.
awaitable<std::vector<listed_order>> list(pg::pool& pool, pg::deadline until, account_id who, bool as_seller,
                                          std::optional<std::string> state, std::optional<lot_id> of_lot, std::optional<order_id> before,
                                          std::int64_t limit);

struct shown_line {
    orders::line line;
    std::string title;
    std::optional<media::photo> photo;
};
awaitable<std::vector<shown_line>> shown_lines(pg::transaction& tx, order_id id);
awaitable<std::vector<happening>> timeline(pg::transaction& tx, order_id id);
awaitable<std::optional<dispute>> dispute_of(pg::transaction& tx, order_id id);
awaitable<std::vector<order_id>> combinable_with(pg::transaction& tx, const order& o);

struct payer {
    language lang = default_language;
    lot_id lot;         // of several, the first
    std::string title;  // of it
    std::int64_t lots = 0;
};
awaitable<payer> payer_words(pg::transaction& tx, order_id id);

struct listed_dispute {
    orders::order order;
    orders::dispute dispute;
    person buyer, seller;
    std::string title;
};
// Those that wait longest first, after one of them.
awaitable<std::vector<listed_dispute>> disputes(pg::pool& pool, pg::deadline until, std::optional<order_id> after, std::int64_t limit);

}  // namespace gavel::orders::repository
