// The select list of a card and its mapping. A macro because a statement's text is one literal.
#pragma once
#include "modules/catalogue/model.hpp"
#include "modules/media/photo_row.hpp"
#include "platform/pg/row.hpp"

#include <algorithm>
#include <chrono>

// What is paid for and in effect at this moment: nobody has to end it.
#define GAVEL_PROMOTED_NOW "p.state = 'paid' and p.begins_at <= statement_timestamp() and p.expires_at > statement_timestamp()"
#define GAVEL_PROMOTIONS_OF(lot) \
    "array(select p.service from service_purchases p where p.lot_id = " lot " and " GAVEL_PROMOTED_NOW " order by p.service)"

// Of lots l left join standings s; each statement adds its sort_key.
#define GAVEL_CARD_COLUMNS                                                                                                              \
    "l.id, l.title, l.category_id, l.condition, l.location, coalesce(s.state, 'draft') as state, l.currency, l.start_amount, s.price, " \
    "coalesce(s.bids, 0) as bids, case when l.reserve_amount is null then 'none' when s.price >= l.reserve_amount then 'met' "          \
    "else 'not_met' end as reserve, coalesce(s.starts_at, l.starts_at) as starts_at, coalesce(s.ends_at, l.ends_at) as ends_at, "       \
    "s.original_ends_at, coalesce(s.version, 0) as version, " GAVEL_FIRST_PHOTO_OF("l.id") " as photo, " GAVEL_PROMOTIONS_OF(           \
        "l.id") " as promotions"

// Whole microseconds, so that a cursor holds a moment exactly.
#define GAVEL_MICROSECONDS(moment) "(extract(epoch from " moment ") * 1000000)::bigint"

namespace gavel::catalogue {

// The year 9999. A cursor that somebody made up may hold any number; it must not become a moment that PostgreSQL cannot read.
inline constexpr std::int64_t moment_max_us = 253'370'764'800'000'000;
inline instant moment_of(position p) { return instant(std::chrono::microseconds(std::min(p.key, moment_max_us))); }

lot_card read_card(const pg::row& row);
std::vector<std::string> promotions_of(const pg::row& row, lots::lot_state state);

// A page was read with one row more than asked for.
template <class Card, class Of>
card_page<Card> cut_page(std::vector<Card> items, std::int64_t limit, Of last_of) {
    card_page<Card> page;
    if (static_cast<std::int64_t>(items.size()) > limit) {
        items.pop_back();
        const lot_card& last = last_of(items.back());
        page.next = position{last.sort_key, last.id.value};
    }
    page.items = std::move(items);
    return page;
}

std::vector<lot_card> read_cards(const pg::rows& rows);
card_page<lot_card> read_page(const pg::rows& rows, std::int64_t limit);

}  // namespace gavel::catalogue
