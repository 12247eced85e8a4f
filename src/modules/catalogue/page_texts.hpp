// Titles and descriptions of pages, as browsers, search engines and shared links show them before the application runs.
#pragma once
#include "base/language.hpp"
#include "modules/catalogue/model.hpp"

#include <string>
#include <string_view>

namespace gavel::catalogue {

inline constexpr std::string_view site_name = "Gavel";

struct page_text {
    std::string_view path;   // without language; a last segment of * stands for anything
    translated title;        // without the site's name
    translated description;  // empty: none
    bool indexed;            // worth a search engine's visit
};

// Null: the application has no such page. Lists and lots have texts of their own below.
const page_text* find_page(std::string_view path);
const page_text& home_text();
const page_text& list_text();
const page_text& missing_text();

std::string with_site_name(std::string_view title);            // "Лоти · Gavel"
std::string search_title(std::string_view typed, language l);  // «монета»
std::string seller_title(language l);
std::string lot_title(const kept_lot& lot, language l);        // carries price and state, as the application's title does
std::string lot_description(const kept_lot& lot, language l);  // price, end, then the summary
std::string price_label(const kept_lot& lot, language l);
std::string end_label(const kept_lot& lot, language l);
std::string_view bids_label(language l);
std::string moment_text(instant t);  // 22.11.2026, 19:30 UTC

}  // namespace gavel::catalogue
