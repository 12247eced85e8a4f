#include "sim/demo/lot_book.hpp"

#include "base/embedded.hpp"
#include "base/text.hpp"
#include "sim/lines.hpp"

#include <charconv>
#include <stdexcept>

namespace gavel::embedded {
extern const embedded_file sim_lots[];
extern const std::size_t sim_lots_count;
}  // namespace gavel::embedded

namespace gavel::sim {
namespace {

std::string take_field(std::string_view& line) {
    const auto end = line.find('|');
    const auto field = line.substr(0, end);
    line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
    return trimmed(field);
}

std::int64_t number(const std::string& text, const std::string& title) {
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc{} || end != text.data() + text.size()) throw std::runtime_error(title + ": \"" + text + "\" is not a number");
    return value;
}

void read_plan(planned_lot& lot, const std::string& text) {
    using plan = planned_lot::plan;
    if (text == "sold") lot.fate = plan::sold;
    else if (text == "unsold") lot.fate = plan::unsold;
    else if (text == "nobids") lot.fate = plan::nobids;
    else if (text.starts_with("run ")) lot.minutes = number(text.substr(4), lot.title);
    else if (text.starts_with("scheduled ")) {
        lot.fate = plan::scheduled;
        lot.minutes = number(text.substr(10), lot.title);
    } else throw std::runtime_error(lot.title + ": unknown plan \"" + text + "\"");
}

void read_promotions(planned_lot& lot, std::string_view words) {
    if (lot.over()) throw std::runtime_error(lot.title + ": what is over is not promoted");
    while (!words.empty()) {
        const auto end = words.find(' ');
        lot.promotions.emplace_back(words.substr(0, end));
        words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
    }
}

planned_lot read_lot(std::string_view title, std::string_view facts, std::string_view description) {
    planned_lot lot;
    lot.title = trimmed(title);
    lot.category = take_field(facts);
    lot.condition = take_field(facts);
    lot.city = take_field(facts);
    lot.start = number(take_field(facts), lot.title);
    lot.worth = number(take_field(facts), lot.title);
    read_plan(lot, take_field(facts));
    if (!facts.empty()) lot.reserve = number(take_field(facts), lot.title);
    if (description.starts_with("+ ")) read_promotions(lot, take_line(description).substr(2));
    lot.description = trimmed(description);
    return lot;
}

std::vector<planned_lot> embedded_book(std::string_view name) {
    for (std::size_t i = 0; i < embedded::sim_lots_count; ++i)
        if (embedded::sim_lots[i].name == name) return read_book(embedded::sim_lots[i].content);
    throw std::runtime_error("the program was built without its lots");
}

}  // namespace

std::vector<planned_lot> read_book(std::string_view text) {
    std::vector<planned_lot> all;
    while (!text.empty()) {
        const auto line = take_line(text);
        if (!line.starts_with("= ")) continue;
        const auto facts = take_line(text);
        const auto end = std::min(text.find("\n= "), text.size());
        all.push_back(read_lot(line.substr(2), facts, text.substr(0, end)));
        text.remove_prefix(end);
    }
    return all;
}

const std::vector<planned_lot>& demo_lots() {
    static const auto all = embedded_book("lots.txt");
    return all;
}

const std::vector<planned_lot>& short_lots() {
    static const auto all = embedded_book("short_lots.txt");
    return all;
}

}  // namespace gavel::sim
