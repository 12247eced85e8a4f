// One lot with its standing and seller; the strips of the front page; the site map.
#include "modules/bidding/standing_row.hpp"
#include "modules/catalogue/card_row.hpp"
#include "modules/catalogue/repository.hpp"
#include "modules/lots/stored.hpp"

#include <boost/json/value.hpp>

namespace gavel::catalogue::repository {
namespace {

const pg::statement lot_sql{"catalogue.lot", "select " GAVEL_STANDING_COLUMNS R"sql(,
           l.title, l.description, l.category_id, l.condition, l.location, l.shipping, l.created_at, l.updated_at, l.published_at, l.watchers,
           a.display_name, a.created_at as since, clock_timestamp() as now,
           (select count(*) from standings sold where sold.seller_id = l.seller_id and sold.state = 'ended_sold') as sold,
           (select coalesce(jsonb_agg(jsonb_build_object('text', x.text, 'at', )sql" GAVEL_MICROSECONDS("x.added_at") R"sql() order by x.n), '[]')
              from lot_additions x where x.lot_id = l.id) as additions,
           )sql" GAVEL_PHOTOS_OF("l.id") " as photos, " GAVEL_DOCUMENTS_OF("l.id") " as documents, " GAVEL_PROMOTIONS_OF(
                                                 "l.id") " as promotions, " GAVEL_PORTRAIT_OF("l.seller_id") R"sql( as avatar
      from lots l
      join standings s on s.lot_id = l.id
      join accounts a on a.id = l.seller_id
     where l.id = $1 and l.state = 'published'
)sql"};

lot_view read_view(const pg::row& row) {
    lot_view v;
    v.standing = bidding::read_standing(row);
    v.seller = {v.standing.seller, row.get<std::string>("display_name"), row.get<instant>("since"), row.get<std::int64_t>("sold"), {}};
    if (!row.is_null("avatar")) v.seller.avatar = media::read_photo(row.get<boost::json::value>("avatar"));
    v.photos = media::read_photos(row.get<boost::json::value>("photos"));
    v.documents = media::read_documents(row.get<boost::json::value>("documents"));
    v.promotions = promotions_of(row, v.standing.state);
    v.watchers = row.get<std::int64_t>("watchers");
    v.now = row.get<instant>("now");
    v.lot.id = v.standing.lot;
    v.lot.seller = v.standing.seller;
    v.lot.published = true;
    v.lot.created_at = row.get<instant>("created_at");
    v.lot.updated_at = row.get<instant>("updated_at");
    v.lot.published_at = row.get<std::optional<instant>>("published_at");
    auto& c = v.lot.content;
    c.title = row.get<std::optional<std::string>>("title");
    c.description = row.get<std::optional<std::string>>("description");
    c.category = row.get<std::optional<std::string>>("category_id");
    c.condition = row.get<std::optional<std::string>>("condition");
    c.location = row.get<std::optional<std::string>>("location");
    c.shipping = lots::read_shipping(row.get<boost::json::value>("shipping"), v.standing.currency);
    const auto additions = row.get<boost::json::value>("additions");
    for (const auto& each : additions.as_array()) {
        const std::chrono::microseconds at(each.at("at").to_number<std::int64_t>());
        v.lot.additions.push_back({std::string(each.at("text").as_string()), instant(at)});
    }
    return v;
}

const pg::statement on_home_page_sql{"catalogue.on_home_page", "select " GAVEL_CARD_COLUMNS R"sql(, 0 as sort_key
      from standings s join lots l on l.id = s.lot_id
     where s.state = 'running'
       and s.lot_id in (select p.lot_id from service_purchases p where p.service = 'home' and )sql" GAVEL_PROMOTED_NOW R"sql()
     order by hashtextextended(s.lot_id::text, floor(extract(epoch from statement_timestamp()) / 60)::bigint), s.lot_id limit $1
)sql"};
const pg::statement ending_soon_sql{"catalogue.ending_soon", "select " GAVEL_CARD_COLUMNS R"sql(, 0 as sort_key
      from standings s join lots l on l.id = s.lot_id
     where s.state = 'running' and s.ends_at > clock_timestamp()
     order by s.ends_at, l.id limit $1
)sql"};
const pg::statement just_listed_sql{"catalogue.just_listed", "select " GAVEL_CARD_COLUMNS R"sql(, 0 as sort_key
      from lots l join standings s on s.lot_id = l.id
     where l.state = 'published' and s.state in ('running', 'scheduled')
     order by l.published_at desc, l.id desc limit $1
)sql"};
const pg::statement most_watched_sql{"catalogue.most_watched", R"sql(
    select l.id
      from standings s join lots l on l.id = s.lot_id
     where s.state = 'running' and l.watchers > 0
     order by l.watchers desc, s.ends_at, l.id limit $1
)sql"};
const pg::statement cards_of_sql{"catalogue.cards_of", "select " GAVEL_CARD_COLUMNS R"sql(, 0 as sort_key
      from unnest($1::bigint[]) with ordinality as chosen (lot_id, place)
      join lots l on l.id = chosen.lot_id
      join standings s on s.lot_id = l.id
     where s.state = 'running'
     order by chosen.place
)sql"};
const pg::statement running_count_sql{"catalogue.running_count",
                                      "select count(*) as running, clock_timestamp() as now from standings where state = 'running'"};

const pg::statement running_lots_sql{"catalogue.running_lots", R"sql(
    select l.id, l.updated_at
      from lots l join standings s on s.lot_id = l.id
     where l.state = 'published' and s.state = 'running'
     order by l.published_at desc, l.id desc limit $1
)sql"};

}  // namespace

awaitable<std::optional<lot_view>> lot(pg::pool& pool, pg::deadline until, lot_id id) {
    const auto row = co_await pool.one(until, lot_sql, id);
    if (!row) co_return std::nullopt;
    co_return read_view(*row);
}

awaitable<home_strips> home(pg::pool& pool, pg::deadline until, std::vector<lot_id> watched) {
    home_strips strips;
    const auto promoted = co_await pool.query(until, on_home_page_sql, strip_max);
    strips.promoted = read_cards(promoted);
    const auto ending = co_await pool.query(until, ending_soon_sql, strip_max);
    strips.ending_soon = read_cards(ending);
    const auto newest = co_await pool.query(until, just_listed_sql, strip_max);
    strips.newest = read_cards(newest);
    const auto most_watched = co_await pool.query(until, cards_of_sql, watched);
    strips.most_watched = read_cards(most_watched);
    const auto totals = co_await pool.one(until, running_count_sql);
    strips.running = totals.value().get<std::int64_t>("running");
    strips.now = totals->get<instant>("now");
    co_return strips;
}

awaitable<std::vector<lot_id>> most_watched(pg::pool& pool, pg::deadline until) {
    const auto rows = co_await pool.query(until, most_watched_sql, strip_max);
    std::vector<lot_id> ids;
    for (const auto row : rows) ids.push_back(row.get<lot_id>("id"));
    co_return ids;
}

awaitable<std::vector<listed_lot>> running_lots(pg::pool& pool, pg::deadline until, std::int64_t most) {
    const auto rows = co_await pool.query(until, running_lots_sql, most);
    std::vector<listed_lot> found;
    for (const auto row : rows) found.push_back({row.get<lot_id>("id"), row.get<instant>("updated_at")});
    co_return found;
}

}  // namespace gavel::catalogue::repository
