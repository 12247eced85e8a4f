#include "modules/catalogue/view.hpp"

#include "base/json_or_null.hpp"
#include "modules/bidding/price.hpp"
#include "modules/bidding/rules.hpp"
#include "modules/bidding/view.hpp"
#include "modules/lots/forms.hpp"
#include "modules/lots/markdown.hpp"
#include "modules/media/view.hpp"

#include <boost/json/array.hpp>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;

json::array names_json(const std::vector<std::string>& names) {
    json::array all;
    for (const auto& each : names) all.push_back(json::string(each));
    return all;
}

json::object to_json(const bid_card& card, const media::addresses& where) {
    return {{"lot", catalogue::to_json(card.lot, where)},
            {"relation", card.relation},
            {"max", gavel::to_json(card.max)},
            {"last_bid_at", format_instant(card.last_bid_at)}};
}

template <class Cards>
json::array array_of(const Cards& cards, const media::addresses& where) {
    json::array items;
    items.reserve(cards.size());
    for (const auto& each : cards) items.push_back(to_json(each, where));
    return items;
}

template <class Card>
json::object page_json(const card_page<Card>& page, char order, const media::addresses& where) {
    auto items = array_of(page.items, where);
    json::value next = nullptr;
    if (page.next) next = write_cursor(order, *page.next);
    return {{"items", std::move(items)}, {"next_cursor", std::move(next)}};
}

}  // namespace

json::object to_json(const lot_card& c, const media::addresses& where) {
    return {{"id", c.id.text()},
            {"title", or_null(c.title)},
            {"state", lots::to_string(c.state)},
            {"category_id", or_null(c.category)},
            {"condition", or_null(c.condition)},
            {"location", or_null(c.location)},
            {"start_price", gavel::to_json(c.start_price)},
            {"price", gavel::to_json(c.price)},
            {"bids", c.bids},
            {"reserve", bidding::to_string(c.reserve)},
            {"starts_at", or_null(c.starts_at)},
            {"ends_at", or_null(c.ends_at)},
            {"original_ends_at", or_null(c.original_ends_at)},
            {"version", c.version},
            {"photo", media::to_json(c.photo, where)},
            {"promotions", names_json(c.promotions)}};
}

json::object to_json(const card_page<lot_card>& page, char order, const media::addresses& where) { return page_json(page, order, where); }
json::object to_json(const card_page<bid_card>& page, char order, const media::addresses& where) { return page_json(page, order, where); }

json::object to_json(const list_page& page, char order, const media::addresses& where) {
    auto answer = page_json(page.cards, order, where);
    if (page.cards.next) answer["next_cursor"] = write_list_cursor(order, *page.cards.next, page.placed);
    answer["total"] = page.total;
    return answer;
}

json::object to_json(const home_strips& home, const media::addresses& where) {
    return {{"promoted", array_of(home.promoted, where)},
            {"ending_soon", array_of(home.ending_soon, where)},
            {"newest", array_of(home.newest, where)},
            {"most_watched", array_of(home.most_watched, where)},
            {"running", home.running},
            {"server_time", format_instant(home.now)}};
}

json::object to_json(const lot_view& v, const media::addresses& where) {
    const auto& c = v.lot.content;
    json::array increments;
    for (const auto& row : bidding::increments_of(v.standing)) increments.push_back(json::object{{"from", row.from}, {"step", row.step}});
    return {
        {"id", v.lot.id.text()},
        {"title", or_null(c.title)},
        {"description_html", lots::render_description(c.description.value_or(""), v.lot.additions)},
        {"summary", lots::summary_of(c.description.value_or(""))},
        {"category_id", or_null(c.category)},
        {"condition", or_null(c.condition)},
        {"location", or_null(c.location)},
        {"shipping", lots::to_json(c.shipping)},
        {"seller",
         {{"id", v.seller.id.text()},
          {"display_name", v.seller.display_name},
          {"since", format_instant(v.seller.since)},
          {"sold", v.seller.sold},
          {"avatar", media::to_json(v.seller.avatar, where)}}},
        {"start_price", gavel::to_json(money{v.standing.start, v.standing.currency})},
        {"increments", std::move(increments)},
        {"soft_close", {{"window_s", v.standing.soft.window_s}, {"extend_s", v.standing.soft.extend_s}}},
        {"photos", array_of(v.photos, where)},
        {"documents", array_of(v.documents, where)},
        {"promotions", names_json(v.promotions)},
        {"watchers", v.watchers},
        {"published_at", or_null(v.lot.published_at)},
        {"standing", bidding::to_json(bidding::public_view(v.standing), v.now)},
    };
}

}  // namespace gavel::catalogue
