// What a posting must be, and what it does to each book. Pure.
#pragma once
#include "modules/ledger/ledger.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::ledger {

inline constexpr std::size_t lines_min = 2, lines_max = 20;

// Half of what the books take in one entry, so that no sum of a posting leaves 64 bits.
inline constexpr std::int64_t entry_max = 500'000'000'000'000;

// Why this is no posting, in a sentence for its programmer; nothing: it is one.
std::optional<std::string> fault_of(const posting& p);

// By name, each book once: what is added to it in all.
std::map<std::string, std::int64_t> net_of(const std::vector<entry>& entries);

// What a book has, read under its lock.
struct standing {
    std::int64_t balance = 0;
    std::int64_t reserved = 0;
    std::int64_t available() const { return balance - reserved; }
};

// Money of people cannot be less than nothing; the outside and what the site earned can.
bool has_floor(std::string_view book_name);

// Whether every book that has a floor keeps what is reserved of it. `before`: by name, of all books of `net`.
bool covered(const std::map<std::string, std::int64_t>& net, const std::map<std::string, standing>& before);

// The entries in the order in which they are written: what is added before what is taken, so that no book is short in between.
std::vector<entry> in_order(std::vector<entry> entries);

}  // namespace gavel::ledger
