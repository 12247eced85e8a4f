// What lists and lot pages show.
#pragma once
#include "base/money.hpp"
#include "base/time.hpp"
#include "modules/bidding/model.hpp"
#include "modules/catalogue/cursor.hpp"
#include "modules/lots/model.hpp"
#include "modules/media/model.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gavel::catalogue {

// A lot in a list. What may be missing is missing only in one's own drafts.
struct lot_card {
    lot_id id;
    std::optional<std::string> title, category, condition, location;
    lots::lot_state state = lots::lot_state::draft;
    std::optional<money> start_price, price;
    std::int64_t bids = 0;
    bidding::reserve_status reserve = bidding::reserve_status::none;
    std::optional<instant> starts_at, ends_at, original_ends_at;
    std::int64_t version = 0;
    std::optional<media::photo> photo;
    std::vector<std::string> promotions;  // what its seller paid for: "top", "home", "highlight", "bold"
    std::int64_t sort_key = 0;
};

struct bid_card {
    lot_card lot;
    std::string relation;
    money max;
    instant last_bid_at;
};

template <class Card>
struct card_page {
    std::vector<Card> items;
    std::optional<position> next;
};

struct list_page {
    card_page<lot_card> cards;
    std::vector<std::int64_t> placed;  // lots that had the paid places of the first page
    std::int64_t total = 0;            // counted up to total_max
};
inline constexpr std::int64_t total_max = 1000;

struct home_strips {
    std::vector<lot_card> promoted, ending_soon, newest, most_watched;
    std::int64_t running = 0;
    instant now;
};
inline constexpr std::int64_t strip_max = 12;

struct seller_facts {
    account_id id;
    std::string display_name;
    instant since;
    std::int64_t sold = 0;
    std::optional<media::photo> avatar;
};

// A published lot with everything its page shows.
struct lot_view {
    lots::lot lot;
    bidding::standing standing;
    seller_facts seller;
    std::int64_t watchers = 0;
    std::vector<media::photo> photos;
    std::vector<media::document> documents;
    std::vector<std::string> promotions;
    instant now;
};

// Which lots are watched most. Found by looking at all running lots, so it is kept longer than their cards.
struct watched_choice {
    std::vector<lot_id> lots;

    std::size_t bytes() const { return sizeof *this + lots.size() * sizeof(lot_id); }
};

// Finished bytes of an answer with their ETag.
struct kept_answer {
    std::shared_ptr<const std::string> body;
    std::string etag;

    std::size_t bytes() const { return sizeof *this + body->size(); }
};

// A JPEG of a photo for readers that choose nothing by themselves.
struct picture {
    std::string url;  // a path, if pictures are on the site's own host
    std::int64_t width = 0, height = 0;
    std::string alt;
    std::string avif, webp;     // the same photo in these formats, every width, as a srcset
    std::int64_t filled = 100;  // percent of the width of a 4:3 place that the whole photo takes
};

// The answer of GET /lots/{id} and what the head of its page needs, so that both come from one load.
struct kept_lot {
    kept_answer answer;
    std::string title, summary, category;
    lots::lot_state state = lots::lot_state::running;
    std::string condition;
    money price;  // the present price, or the start price before the first bid
    std::int64_t bids = 0;
    instant starts_at, ends_at;
    std::vector<picture> pictures;

    std::size_t bytes() const {
        return answer.bytes() + sizeof *this + title.size() + summary.size() + pictures.size() * (sizeof(picture) + 800);
    }
};

}  // namespace gavel::catalogue
