#include "modules/catalogue/head.hpp"

#include "base/text.hpp"
#include "modules/catalogue/addresses.hpp"
#include "modules/catalogue/page_texts.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;

std::string_view locale_of(language l) { return l == language::uk ? "uk_UA" : l == language::en ? "en_GB" : "ru_UA"; }

void meta(std::string& to, std::string_view attribute, std::string_view name, std::string_view content) {
    if (!content.empty()) to += fmt::format("<meta {}=\"{}\" content=\"{}\">\n", attribute, name, escape_html(content));
}

std::string absolute(std::string_view origin, const std::string& url) { return url.starts_with('/') ? std::string(origin) + url : url; }

// Before the files of the program, which would otherwise share the line with it. A browser without AVIF passes over it.
std::string preload(const picture& p) {
    return fmt::format(
        "<link rel=\"preload\" as=\"image\" type=\"image/avif\" fetchpriority=\"high\" imagesrcset=\"{}\" imagesizes=\"{}\">\n",
        escape_html(p.avif), gallery_sizes(p));
}

std::string decimal(std::int64_t minor) { return fmt::format("{}.{:02}", minor / 100, minor % 100); }

std::string_view availability_of(lots::lot_state state) {
    switch (state) {
        case lots::lot_state::scheduled: return "https://schema.org/PreOrder";
        case lots::lot_state::running: return "https://schema.org/InStock";
        case lots::lot_state::ended_sold: return "https://schema.org/SoldOut";
        default: return "https://schema.org/Discontinued";
    }
}

std::string_view condition_of(std::string_view condition) {
    if (condition == "new") return "https://schema.org/NewCondition";
    if (condition == "for_parts") return "https://schema.org/DamagedCondition";
    return "https://schema.org/UsedCondition";
}

}  // namespace

std::string script_json(const json::value& v) {
    const auto text = json::serialize(v);
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest(text.data() + i, text.size() - i);
        if (text[i] == '<') out += "\\u003c";
        else if (text[i] == '>') out += "\\u003e";
        else if (text[i] == '&') out += "\\u0026";
        else if (rest.starts_with("\u2028")) out += "\\u2028", i += 2;
        else if (rest.starts_with("\u2029")) out += "\\u2029", i += 2;
        else out += text[i];
    }
    return out;
}

// The words of <picture> in GalleryTrack.vue (web/tests/unit/gallery.test.ts has the same line): other sizes would fetch another file, and
// the picture twice.
std::string gallery_sizes(const picture& p) {
    const auto place = [&](std::string_view width) {
        return p.filled == 100 ? std::string(width) : fmt::format("calc({} * {}.{:02})", width, p.filled / 100, p.filled % 100);
    };
    return fmt::format("(max-width: 1023px) {}, {}", place("calc(100vw - 2.5rem)"), place("660px"));
}

std::string head_html(const head_facts& f) {
    const auto address = address_of(f.origin, f.lang, f.path);
    auto html = fmt::format("<title>{}</title>\n", escape_html(f.title));
    if (f.image && f.image_leads) html += preload(*f.image);
    meta(html, "name", "description", f.description);
    if (f.indexed) {
        html += fmt::format("<link rel=\"canonical\" href=\"{}\">\n", escape_html(address));
        for (const auto l : all_languages)
            html += fmt::format("<link rel=\"alternate\" hreflang=\"{}\" href=\"{}\">\n", to_string(l),
                                escape_html(address_of(f.origin, l, f.path)));
        html += fmt::format("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{}\">\n",
                            escape_html(address_of(f.origin, default_language, f.path)));
        meta(html, "property", "og:title", f.title);
        meta(html, "property", "og:description", f.description);
        meta(html, "property", "og:type", f.kind);
        meta(html, "property", "og:url", address);
        meta(html, "property", "og:site_name", site_name);
        meta(html, "property", "og:locale", locale_of(f.lang));
        for (const auto l : all_languages)
            if (l != f.lang) meta(html, "property", "og:locale:alternate", locale_of(l));
        meta(html, "name", "twitter:card", f.image ? "summary_large_image" : "summary");
        if (f.image) {
            meta(html, "property", "og:image", absolute(f.origin, f.image->url));
            meta(html, "property", "og:image:width", std::to_string(f.image->width));
            meta(html, "property", "og:image:height", std::to_string(f.image->height));
            meta(html, "property", "og:image:alt", f.image->alt.empty() ? f.title : f.image->alt);
        }
    } else {
        meta(html, "name", "robots", "noindex");
    }
    for (const auto& each : f.data) html += "<script type=\"application/ld+json\">" + script_json(each) + "</script>\n";
    return html;
}

json::value site_data(std::string_view origin, language l) {
    return {
        {"@context", "https://schema.org"},
        {"@type", "WebSite"},
        {"name", site_name},
        {"url", address_of(origin, l, "/")},
        {"inLanguage", to_string(l)},
        {"potentialAction",
         {{"@type", "SearchAction"},
          {"target", {{"@type", "EntryPoint"}, {"urlTemplate", address_of(origin, l, "/lots?q={search_term_string}")}}},
          {"query-input", "required name=search_term_string"}}},
    };
}

json::value crumb_data(std::string_view origin, language l, const crumbs& steps) {
    json::array items;
    for (const auto& [name, path] : steps)
        items.push_back(
            json::object{{"@type", "ListItem"}, {"position", items.size() + 1}, {"name", name}, {"item", address_of(origin, l, path)}});
    return json::object{{"@context", "https://schema.org"}, {"@type", "BreadcrumbList"}, {"itemListElement", std::move(items)}};
}

json::value lot_data(std::string_view origin, language l, lot_id id, const kept_lot& lot) {
    const auto address = address_of(origin, l, "/lots/" + id.text());
    json::object offer{{"@type", "Offer"},
                       {"url", address},
                       {"price", decimal(lot.price.amount)},
                       {"priceCurrency", lot.price.currency.code()},
                       {"availability", availability_of(lot.state)},
                       {"itemCondition", condition_of(lot.condition)},
                       {"availabilityStarts", format_instant(lot.starts_at)},
                       {"availabilityEnds", format_instant(lot.ends_at)}};
    json::object product{
        {"@context", "https://schema.org"}, {"@type", "Product"}, {"name", lot.title}, {"sku", id.text()}, {"url", address}};
    if (!lot.summary.empty()) product["description"] = lot.summary;
    json::array images;
    for (const auto& each : lot.pictures) images.push_back(json::string(absolute(origin, each.url)));
    if (!images.empty()) product["image"] = std::move(images);
    product["offers"] = std::move(offer);
    return product;
}

}  // namespace gavel::catalogue
