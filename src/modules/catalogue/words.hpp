// From what a visitor types to a PostgreSQL text query.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace gavel::catalogue {

inline constexpr std::size_t words_max = 8;

// Every word must occur, each as the beginning of a word of the lot: 'монет':* & '1992':*. Endings that change with case and number are cut
// (the catalogue mixes languages, so there is no stemming). Words beyond words_max are ignored. Empty when nothing in it is a word: finds
// nothing.
std::string words_query(std::string_view typed);

}  // namespace gavel::catalogue
