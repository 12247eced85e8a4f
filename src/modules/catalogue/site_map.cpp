#include "modules/catalogue/site_map.hpp"

#include "base/language.hpp"
#include "base/text.hpp"
#include "modules/catalogue/addresses.hpp"

#include <fmt/format.h>

namespace gavel::catalogue {
namespace {

void add_address(std::string& to, std::string_view origin, std::string_view path, std::string_view changed_at) {
    std::string alternates;
    for (const auto l : all_languages)
        alternates +=
            fmt::format(R"(<xhtml:link rel="alternate" hreflang="{}" href="{}"/>)", to_string(l), escape_html(address_of(origin, l, path)));
    const auto changed = changed_at.empty() ? std::string() : fmt::format("<lastmod>{}</lastmod>", changed_at);
    for (const auto l : all_languages)
        to += fmt::format("<url><loc>{}</loc>{}{}</url>\n", escape_html(address_of(origin, l, path)), changed, alternates);
}

}  // namespace

std::string robots_txt(std::string_view origin) {
    return fmt::format(
        "User-agent: *\nDisallow: /api/\nDisallow: /my/\nDisallow: /*/my/\nDisallow: /sell/\nDisallow: /*/sell/\n\nSitemap: "
        "{}/sitemap.xml\n",
        origin);
}

std::string site_map_xml(std::string_view origin, const std::vector<repository::listed_lot>& running) {
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
    for (const std::string_view path : {"/", "/lots", "/how-it-works"}) add_address(xml, origin, path, {});
    for (const auto& lot : running) add_address(xml, origin, "/lots/" + lot.id.text(), format_instant(lot.changed_at));
    return xml + "</urlset>\n";
}

}  // namespace gavel::catalogue
