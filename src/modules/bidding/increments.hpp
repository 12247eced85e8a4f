// Increment tables: by how much the next bid must exceed the price. Data, not code: auction-rules "Increment tables".
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace gavel::bidding {

// Half-open row [from, next row's from): minor units.
struct increment_row {
    std::int64_t from, step;
};

class increment_table {
public:
    // Rows ascending, the first from 0, so that no amount falls into a gap.
    constexpr increment_table(std::string_view name, std::span<const increment_row> rows) : name_(name), rows_(rows) {}

    constexpr std::string_view name() const { return name_; }
    constexpr std::span<const increment_row> rows() const { return rows_; }
    std::int64_t step_at(std::int64_t price) const;  // price >= 0

private:
    std::string_view name_;
    std::span<const increment_row> rows_;
};

// All there are.
std::span<const increment_table> increment_tables();

// By the name stored in standings.increments ("uah", "gbp", "usd", "pln"). Throws std::logic_error for a name no release ever stored.
const increment_table& increments_named(std::string_view name);

// The table a lot in this currency gets when it is published; hryvnia's for a currency without its own.
const increment_table& increments_for(std::string_view currency_code);

}  // namespace gavel::bidding
