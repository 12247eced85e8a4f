// What searches have found becomes one piece of news for each of their owners. Pure.
#pragma once
#include "modules/news/event.hpp"
#include "modules/searches/repository.hpp"

#include <vector>

namespace gavel::searches {

inline constexpr std::size_t told_lots_max = 10;  // in one letter

// Each lot is told once, however many searches of its reader have found it; in a letter only if one of them wants letters.
std::vector<news::event> news_of(const std::vector<repository::due_search>& looked, const repository::look& found);

}  // namespace gavel::searches
