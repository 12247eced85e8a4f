#include "modules/catalogue/card_row.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::catalogue {
namespace {

bidding::reserve_status read_reserve(std::string_view name) {
    const auto& names = bidding::reserve_status_names;
    return static_cast<bidding::reserve_status>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

// A lot that is over is not promoted any more.
std::vector<std::string> promotions_of(const pg::row& row, lots::lot_state state) {
    using enum lots::lot_state;
    if (state != scheduled && state != running && state != frozen) return {};
    return row.get<std::vector<std::string>>("promotions");
}

lot_card read_card(const pg::row& row) {
    const auto unit = currency::parse(row.text("currency")).value();
    const auto amount = [&](const char* column) -> std::optional<money> {
        const auto minor = row.get<std::optional<std::int64_t>>(column);
        return minor ? std::optional(money{*minor, unit}) : std::nullopt;
    };
    lot_card c;
    c.id = row.get<lot_id>("id");
    c.title = row.get<std::optional<std::string>>("title");
    c.category = row.get<std::optional<std::string>>("category_id");
    c.condition = row.get<std::optional<std::string>>("condition");
    c.location = row.get<std::optional<std::string>>("location");
    c.state = lots::parse_lot_state(row.text("state")).value();
    c.start_price = amount("start_amount");
    c.price = amount("price");
    c.bids = row.get<std::int64_t>("bids");
    c.reserve = read_reserve(row.text("reserve"));
    c.starts_at = row.get<std::optional<instant>>("starts_at");
    c.ends_at = row.get<std::optional<instant>>("ends_at");
    c.original_ends_at = row.get<std::optional<instant>>("original_ends_at");
    c.version = row.get<std::int64_t>("version");
    if (!row.is_null("photo")) c.photo = media::read_photo(row.get<boost::json::value>("photo"));
    c.promotions = promotions_of(row, c.state);
    c.sort_key = row.get<std::int64_t>("sort_key");
    return c;
}

std::vector<lot_card> read_cards(const pg::rows& rows) {
    std::vector<lot_card> cards;
    cards.reserve(rows.size());
    for (const auto row : rows) cards.push_back(read_card(row));
    return cards;
}

card_page<lot_card> read_page(const pg::rows& rows, std::int64_t limit) {
    return cut_page(read_cards(rows), limit, [](const lot_card& card) -> const lot_card& { return card; });
}

}  // namespace gavel::catalogue
