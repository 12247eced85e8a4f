// The plain content inside a page before the application mounts: readable without scripts, and by search engines.
#pragma once
#include "base/language.hpp"
#include "modules/catalogue/model.hpp"

#include <boost/json/value.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gavel::catalogue {

std::string shell_html(std::string_view heading, std::string_view text = {}, std::string_view more_html = {},
                       std::string_view lead_html = {});
// With the first photo where the application will have it: it is the largest thing on the page and need not wait for the program.
std::string lot_shell(const kept_lot& lot, language l);

// Links to the lots of card lists ({"id", "title", "price" or "start_price"}), each lot once, at most `most`.
std::string card_links(const std::vector<const boost::json::array*>& lists, language l, std::size_t most);

}  // namespace gavel::catalogue
