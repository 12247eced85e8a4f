// What goes into <head>: title, description, canonical address, languages, Open Graph, structured data. Everything is escaped here.
#pragma once
#include "base/language.hpp"
#include "modules/catalogue/model.hpp"

#include <boost/json/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::catalogue {

struct head_facts {
    language lang = default_language;
    std::string origin;            // scheme://host
    std::string path;              // without language, with the query that matters
    std::string title;             // complete
    std::string description;       // empty: none
    std::string kind = "website";  // og:type
    bool indexed = true;
    std::vector<boost::json::value> data;  // JSON-LD documents
    std::optional<picture> image;          // what a shared link shows
    bool image_leads = false;              // it is also the largest thing on the page: the browser fetches it before the application asks
};

std::string head_html(const head_facts& facts);

// The `sizes` of a lot's photo in the gallery of its page, as the application has them.
std::string gallery_sizes(const picture& p);

// Steps from the front page: name and path without language.
using crumbs = std::vector<std::pair<std::string, std::string>>;

boost::json::value site_data(std::string_view origin, language l);
boost::json::value crumb_data(std::string_view origin, language l, const crumbs& steps);
boost::json::value lot_data(std::string_view origin, language l, lot_id id, const kept_lot& lot);

// JSON that cannot end its script element, whatever it holds: < > & and the line separators of JavaScript are written as escapes.
std::string script_json(const boost::json::value& v);

}  // namespace gavel::catalogue
