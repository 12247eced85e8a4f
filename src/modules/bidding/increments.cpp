#include "modules/bidding/increments.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

namespace gavel::bidding {

namespace {

// Whole units, as the tables are published; one hundred minor units each.
constexpr increment_row row(std::int64_t from, std::int64_t step) { return {from * 100, step * 100}; }

// clang-format off
constexpr std::array uah_rows{
    row(0, 1),        row(20, 2),        row(100, 5),         row(500, 10),       row(1'000, 20),
    row(2'500, 50),   row(5'000, 100),   row(10'000, 200),    row(25'000, 500),   row(50'000, 1'000),
    row(100'000, 2'000), row(250'000, 5'000), row(1'000'000, 10'000)};

constexpr std::array gbp_rows{
    increment_row{0, 5}, increment_row{100, 20}, increment_row{500, 50}, row(15, 1), row(60, 2),
    row(150, 5), row(300, 10), row(600, 20), row(1'500, 50), row(3'000, 100)};

constexpr std::array usd_rows{
    increment_row{0, 5}, increment_row{100, 25}, increment_row{500, 50}, row(25, 1), increment_row{10'000, 250},
    row(250, 5), row(500, 10), row(1'000, 25), row(2'500, 50), row(5'000, 100)};

constexpr std::array pln_rows{
    increment_row{0, 10}, increment_row{100, 25}, increment_row{500, 50}, row(25, 1), increment_row{10'000, 250},
    row(250, 5), row(500, 10), row(1'000, 25), row(2'500, 50), row(5'000, 100)};

// clang-format on
constexpr std::array tables{increment_table{"uah", uah_rows}, increment_table{"gbp", gbp_rows}, increment_table{"usd", usd_rows},
                            increment_table{"pln", pln_rows}};

}  // namespace

std::int64_t increment_table::step_at(std::int64_t price) const {
    const auto above = std::ranges::upper_bound(rows_, price, {}, &increment_row::from);
    return std::prev(above)->step;
}

std::span<const increment_table> increment_tables() { return tables; }

const increment_table& increments_named(std::string_view name) {
    for (const auto& each : tables)
        if (each.name() == name) return each;
    throw std::logic_error("no increment table is called " + std::string(name));
}

const increment_table& increments_for(std::string_view currency_code) {
    if (currency_code == "GBP") return increments_named("gbp");
    if (currency_code == "USD") return increments_named("usd");
    if (currency_code == "PLN") return increments_named("pln");
    return increments_named("uah");
}

}  // namespace gavel::bidding
