#include "sim/demo/bidders.hpp"

#include "base/time.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <chrono>
#include <functional>

namespace gavel::sim {
namespace {

constexpr int lots_looked_at = 24;
constexpr std::size_t ending_soon_min = 6;
constexpr std::int64_t running_min = 40;
constexpr auto soon = std::chrono::minutes(12);

// The title without the number that tells relisted lots apart.
std::string kind_of(const std::string& title) { return title.substr(0, title.rfind(" № ")); }

}  // namespace

bidders::bidders(std::vector<person>& people, chance& dice) : people_(people), dice_(dice) {
    for (const auto& lot : demo_lots()) {
        worth_[lot.title] = lot.worth;
        if (lot.over()) left_alone_.insert(lot.title);
    }
    for (const auto& lot : short_lots()) worth_[lot.title] = lot.worth;
}

person& bidders::anybody() { return people_[std::uniform_int_distribution<std::size_t>(0, people_.size() - 1)(dice_)]; }

// Everybody values a lot a little differently, and always the same: between half and five quarters of what it is worth.
// A visitor's lot, about which the book says nothing, is worth up to twice its start.
std::int64_t bidders::worth_to(const person& who, const std::string& lot, const std::string& title, std::int64_t start_minor) const {
    auto known = worth_.find(title);
    if (known == worth_.end()) known = worth_.find(kind_of(title));
    const auto worth = known == worth_.end() ? start_minor * 2 : known->second * 100;
    const auto taste = static_cast<std::int64_t>(std::hash<std::string>{}(who.email + "/" + lot) % 76);
    return worth * (50 + taste) / 100 / 1000 * 1000;
}

void bidders::step() {
    auto& who = anybody();
    const auto running = who.session->get("/lots?state=running&sort=ending&limit=" + std::to_string(lots_looked_at));
    if (!running.ok() || running.body.at("items").as_array().empty()) return;
    const auto& items = running.body.at("items").as_array();
    // Squared: what ends first is looked at most.
    const auto draw = std::uniform_real_distribution(0.0, 1.0)(dice_);
    const auto& card = items[static_cast<std::size_t>(draw * draw * static_cast<double>(items.size()))];
    const std::string id(card.at("id").as_string()), title(card.at("title").as_string());
    if (left_alone_.contains(title)) return;

    const auto mine = who.session->get("/lots/" + id + "/mine");
    if (mine.status == 401) {
        sign_in(who);
        return;
    }
    if (!mine.ok() || mine.body.at("is_seller").as_bool() || mine.body.at("relation").as_string() == "leading") return;
    const auto lot = who.session->get("/lots/" + id);
    if (!lot.ok()) return;
    const auto next = lot.body.at("standing").at("min_next").at("amount").as_int64();
    const auto limit = worth_to(who, id, title, lot.body.at("start_price").at("amount").as_int64());
    if (next > limit) return;
    const auto more = std::uniform_int_distribution<std::int64_t>(0, (limit - next) / 2)(dice_);
    who.session->bid(id, (next + more + 999) / 1000 * 1000);
}

void bidders::replenish() {
    auto& looker = people_.front();
    const auto running = looker.session->get("/lots?state=running&sort=ending&limit=" + std::to_string(lots_looked_at));
    if (!running.ok()) return;
    const auto now = std::chrono::system_clock::now();
    std::size_t ending = 0;
    for (const auto& item : running.body.at("items").as_array()) {
        const auto ends = parse_instant(std::string_view(item.at("ends_at").as_string()));
        if (ends && *ends < now + soon) ++ending;
    }
    if (ending < ending_soon_min) relist(short_lots());
    if (running.body.at("total").as_int64() < running_min) relist(demo_lots());
}

// One more lot like one of the book, under a number of its own.
void bidders::relist(const std::vector<planned_lot>& book) {
    std::vector<person*> sellers;
    for (auto& p : people_)
        if (p.sells) sellers.push_back(&p);
    auto& seller = *sellers[std::uniform_int_distribution<std::size_t>(0, sellers.size() - 1)(dice_)];
    auto lot = book[std::uniform_int_distribution<std::size_t>(0, book.size() - 1)(dice_)];
    if (lot.fate != planned_lot::plan::run) lot.minutes = 240;
    lot.fate = planned_lot::plan::run;
    const auto number =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count() / 5 % 100'000;
    publish(seller, lot, lot.title + " № " + std::to_string(number));
}

}  // namespace gavel::sim
