#include "modules/catalogue/service.hpp"

#include "modules/catalogue/repository.hpp"
#include "modules/catalogue/site_map.hpp"
#include "modules/catalogue/view.hpp"
#include "platform/http/reply.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iterator>

namespace gavel::catalogue {
namespace {

constexpr std::size_t lot_bytes_max = std::size_t{16} << 20, home_bytes_max = std::size_t{1} << 20,
                      site_map_bytes_max = std::size_t{8} << 20;
constexpr std::chrono::minutes site_map_ttl{10};
constexpr std::chrono::seconds watched_ttl{15};

kept_answer keep(std::string text) {
    kept_answer answer;
    answer.etag = http::etag_of(text);
    answer.body = std::make_shared<const std::string>(std::move(text));
    return answer;
}

// The largest file of a photo in the format that everybody reads, and all files in the better ones.
picture picture_of(const media::photo& p, const media::addresses& where) {
    const auto width = p.widths.back();
    const auto folder = where.of(p.rendition) + "/";
    const auto files = [&](std::string_view format) {
        std::string text;
        for (const auto each : p.widths) text += fmt::format("{}{}{}.{} {}w", text.empty() ? "" : ", ", folder, each, format, each);
        return text;
    };
    return {folder + std::to_string(width) + ".jpg",
            width,
            std::max<std::int64_t>(1, p.height * width / p.width),
            p.alt.value_or(""),
            files("avif"),
            files("webp"),
            std::clamp<std::int64_t>((p.width * 300 + p.height * 2) / (p.height * 4), 1, 100)};
}

std::shared_ptr<const kept_lot> finished(const lot_view& view, const media::addresses& where) {
    const auto json = to_json(view, where);
    auto kept = std::make_shared<kept_lot>();
    kept->answer = keep(boost::json::serialize(json));
    kept->title = view.lot.content.title.value_or("");
    kept->summary = std::string(json.at("summary").as_string());
    kept->category = view.lot.content.category.value_or("");
    kept->condition = view.lot.content.condition.value_or("");
    kept->state = view.standing.state;
    kept->price = {view.standing.price.value_or(view.standing.start), view.standing.currency};
    kept->bids = view.standing.bids;
    kept->starts_at = view.standing.starts_at;
    kept->ends_at = view.standing.ends_at;
    for (const auto& each : view.photos) kept->pictures.push_back(picture_of(each, where));
    return kept;
}

}  // namespace

caches::caches(const options& chosen, media::addresses of_files)
    : lots(static_cast<std::size_t>(chosen.cache_entries), lot_bytes_max, std::chrono::milliseconds(chosen.cache_ttl_ms)),
      home(1, home_bytes_max, std::chrono::milliseconds(chosen.cache_ttl_ms)),
      watched(1, home_bytes_max, watched_ttl),
      site_maps(4, site_map_bytes_max, site_map_ttl),
      where(std::move(of_files)) {}

awaitable<std::shared_ptr<const kept_lot>> service::lot(lot_id id, pg::deadline until) {
    if (auto kept = caches_.lots.find(id.value)) co_return kept;
    const auto ticket = caches_.lots.begin(id.value);
    const auto view = co_await repository::lot(pool_, until, id);
    if (!view) co_return nullptr;
    auto fresh = finished(*view, caches_.where);
    caches_.lots.keep(id.value, ticket, fresh);
    co_return fresh;
}

awaitable<std::shared_ptr<const kept_answer>> service::home(pg::deadline until) {
    if (auto kept = caches_.home.find(0)) co_return kept;
    const auto ticket = caches_.home.begin(0);
    const auto watched = co_await most_watched(until);
    const auto strips = co_await repository::home(pool_, until, watched->lots);
    auto fresh = std::make_shared<const kept_answer>(keep(boost::json::serialize(to_json(strips, caches_.where))));
    caches_.home.keep(0, ticket, fresh);
    co_return fresh;
}

awaitable<std::shared_ptr<const watched_choice>> service::most_watched(pg::deadline until) {
    if (auto kept = caches_.watched.find(0)) co_return kept;
    const auto ticket = caches_.watched.begin(0);
    auto fresh = std::make_shared<watched_choice>();
    fresh->lots = co_await repository::most_watched(pool_, until);
    caches_.watched.keep(0, ticket, fresh);
    co_return fresh;
}

awaitable<list_page> service::list(list_query q, pg::deadline until) {
    list_page page;
    std::vector<lot_card> first;
    if (q.has_places() && !q.after && q.limit > 1) {
        // At least one place is left for the others, so that a cursor always has a last row.
        first = co_await repository::placed(pool_, until, q, std::min(static_cast<std::int64_t>(places_max), q.limit - 1));
        for (const auto& each : first) q.placed.push_back(each.id.value);
        q.limit -= std::ssize(first);
    }
    page.cards = co_await repository::list(pool_, until, q);
    auto& items = page.cards.items;
    items.insert(items.begin(), std::make_move_iterator(first.begin()), std::make_move_iterator(first.end()));
    page.placed = q.placed;
    // A first page that is not full already says how many there are.
    if (!q.after && !page.cards.next) page.total = static_cast<std::int64_t>(page.cards.items.size());
    else page.total = co_await repository::count(pool_, until, q);
    co_return page;
}

awaitable<card_page<lot_card>> service::lots_of(account_id seller, own_query q, pg::deadline until) {
    co_return co_await repository::lots_of(pool_, until, seller, std::move(q));
}

awaitable<card_page<lot_card>> service::watched_by(account_id account, own_query q, pg::deadline until) {
    co_return co_await repository::watched_by(pool_, until, account, std::move(q));
}

awaitable<card_page<bid_card>> service::bids_of(account_id bidder, own_query q, pg::deadline until) {
    co_return co_await repository::bids_of(pool_, until, bidder, std::move(q));
}

awaitable<std::shared_ptr<const kept_answer>> service::site_map(std::string origin, pg::deadline until) {
    const auto key = static_cast<std::int64_t>(std::hash<std::string>{}(origin) >> 1);
    if (auto kept = caches_.site_maps.find(key)) co_return kept;
    const auto ticket = caches_.site_maps.begin(key);
    const auto running = co_await repository::running_lots(pool_, until, site_map_lots_max);
    auto fresh = std::make_shared<const kept_answer>(keep(site_map_xml(origin, running)));
    caches_.site_maps.keep(key, ticket, fresh);
    co_return fresh;
}

}  // namespace gavel::catalogue
