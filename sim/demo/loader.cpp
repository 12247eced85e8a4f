#include "sim/demo/loader.hpp"

#include "base/time.hpp"
#include "sim/demo/bidders.hpp"
#include "sim/demo/pictures/picture.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

namespace gavel::sim {
namespace {

constexpr std::int64_t day_s = 86400;
constexpr std::int64_t shortest_s = 60;  // of any lot

boost::json::object hryvnias(std::int64_t whole) {
    boost::json::object m;
    m["amount"] = whole * 100;
    m["currency"] = "UAH";
    return m;
}

boost::json::object way(const char* method) {
    boost::json::object o;
    o["method"] = method;
    return o;
}

boost::json::array shipping_of(const planned_lot& lot) {
    boost::json::array ways;
    const bool bulky = lot.category.ends_with("furniture") || lot.category == "bikes";
    if (!bulky) {
        ways.push_back(way("nova_poshta"));
        auto post = way("ukrposhta");
        post["cost"] = hryvnias(60);
        ways.push_back(std::move(post));
    }
    ways.push_back(way("pickup"));
    return ways;
}

boost::json::object draft_of(const planned_lot& lot, const std::string& title) {
    boost::json::object o;
    o["title"] = title;
    o["description"] = lot.description;
    o["category_id"] = lot.category;
    o["condition"] = lot.condition;
    o["location"] = lot.city;
    o["shipping"] = shipping_of(lot);
    o["start_price"] = hryvnias(lot.start);
    if (lot.reserve) o["reserve_price"] = hryvnias(*lot.reserve);
    o["duration_s"] = lot.minutes * 60;
    if (lot.over()) o["duration_s"] = lot.fate == planned_lot::plan::sold ? day_s : shortest_s;
    if (lot.fate == planned_lot::plan::scheduled) {
        const auto now = std::chrono::time_point_cast<std::chrono::microseconds>(std::chrono::system_clock::now());
        o["starts_at"] = format_instant(now + std::chrono::minutes(lot.minutes));
        o["duration_s"] = 2 * day_s;
    }
    return o;
}

std::set<std::string> titles_of(person& seller) {
    std::set<std::string> titles;
    std::string cursor;
    do {
        const auto page = seller.session->get("/me/lots?limit=100" + (cursor.empty() ? cursor : "&cursor=" + cursor));
        if (!page.ok()) throw std::runtime_error("the lots of " + seller.email + " cannot be read (" + std::to_string(page.status) + ")");
        for (const auto& item : page.body.at("items").as_array())
            if (const auto* title = item.at("title").if_string()) titles.emplace(*title);
        const auto* next = page.body.at("next_cursor").if_string();
        cursor = next ? std::string(*next) : std::string();
    } while (!cursor.empty());
    return titles;
}

// The first bids, so that the catalogue does not begin with zeros everywhere.
void open_bidding(std::vector<person>& people, const person& seller, const planned_lot& lot, const std::string& id, chance& dice) {
    using plan = planned_lot::plan;
    if (lot.fate == plan::nobids || lot.fate == plan::scheduled) return;
    const auto ceiling = lot.fate == plan::unsold ? std::min(lot.worth, lot.reserve.value_or(lot.worth) - 20) : lot.worth;
    const int rounds = lot.over() ? 6 : std::uniform_int_distribution(0, 5)(dice);
    for (int i = 0; i < rounds; ++i) {
        auto& who = people[std::uniform_int_distribution<std::size_t>(0, people.size() - 1)(dice)];
        if (who.email == seller.email) continue;
        // A lot that is not over keeps room for the bids to come.
        const auto share = lot.over() ? 40 + 10 * i : 20 + 8 * i;
        const auto max = std::max(lot.start, ceiling * share / 100 / 10 * 10);
        if (max <= ceiling) who.session->bid(id, max * 100);
    }
}

void watch_some(std::vector<person>& people, const person& seller, const std::string& id, chance& dice) {
    for (auto& who : people)
        if (who.email != seller.email && std::uniform_int_distribution(0, 4)(dice) == 0) who.session->put("/lots/" + id + "/watch");
}

// Only the seller can end an auction before its time. Those that end unsold have their minute, and what the last bids add to it.
void sell(person& seller, const planned_lot& lot, const std::string& id) {
    const auto sold = seller.session->command("/lots/" + id + "/early-sale", boost::json::object());
    if (!sold.ok()) throw std::runtime_error(lot.title + ": not sold: " + boost::json::serialize(sold.body));
}

// Mostly the whole alone; every third lot also a part from closer and the whole from further away: each photo takes the server a second or
// two, and it makes them in its own time.
void add_photos(person& seller, const planned_lot& lot, const std::string& title, const std::string& id) {
    const int views = title.size() % 3 == 0 ? 3 : 1;
    for (int view = 0; view < views; ++view) {
        const auto sent = seller.session->upload("/lots/" + id + "/photos", photo_of(lot.category, title, view), "image/jpeg", title);
        if (!sent.ok()) throw std::runtime_error(title + ": a photo is refused: " + boost::json::serialize(sent.body));
    }
}

}  // namespace

std::string publish(person& seller, const planned_lot& lot, const std::string& title) {
    const auto draft = seller.session->post("/lots", draft_of(lot, title));
    if (!draft.ok()) throw std::runtime_error(title + ": refused as a draft: " + boost::json::serialize(draft.body));
    const std::string id(draft.body.at("id").as_string());
    add_photos(seller, lot, title, id);
    const auto published = seller.session->post("/lots/" + id + "/publish", boost::json::object());
    if (!published.ok()) throw std::runtime_error(title + ": not published: " + boost::json::serialize(published.body));
    return id;
}

load_result load_lots(std::vector<person>& people, chance& dice, std::size_t wanted) {
    std::set<std::string> known;
    std::vector<person*> sellers;
    for (auto& p : people) {
        if (!p.sells) continue;
        sellers.push_back(&p);
        known.merge(titles_of(p));
    }
    load_result done;
    const auto& book = demo_lots();
    std::size_t turn = 0;
    for (std::size_t i = 0; i < book.size(); ++i) {
        if (i * wanted % book.size() >= wanted) continue;
        const auto& lot = book[i];
        auto& seller = *sellers[turn++ % sellers.size()];
        if (known.contains(lot.title)) {
            ++done.known;
            continue;
        }
        const auto id = publish(seller, lot, lot.title);
        open_bidding(people, seller, lot, id, dice);
        if (lot.fate != planned_lot::plan::scheduled && !lot.over()) watch_some(people, seller, id, dice);
        if (lot.fate == planned_lot::plan::sold) sell(seller, lot, id);
        if (!lot.promotions.empty()) done.promoted.push_back({&seller, id, lot.title, lot.promotions});
        ++done.added;
    }
    return done;
}

}  // namespace gavel::sim
