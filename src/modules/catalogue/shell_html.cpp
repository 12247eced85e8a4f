#include "modules/catalogue/shell_html.hpp"

#include "base/text.hpp"
#include "modules/catalogue/addresses.hpp"
#include "modules/catalogue/head.hpp"
#include "modules/catalogue/page_texts.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <unordered_set>

namespace gavel::catalogue {
namespace {

namespace json = boost::json;

std::string price_of(const json::object& card, language l) {
    const auto& price = card.at("price").is_object() ? card.at("price") : card.at("start_price");
    if (!price.is_object()) return {};
    const auto unit = currency::parse(price.at("currency").as_string()).value_or(currency{});
    return format_money({price.at("amount").to_number<std::int64_t>(), unit}, to_string(l));
}

// The same files in the same place as in the gallery of the application, which then finds the picture in the browser.
std::string photo_html(const picture& p) {
    const auto source = [sizes = gallery_sizes(p)](std::string_view format, const std::string& files) {
        return fmt::format("<source type=\"image/{}\" srcset=\"{}\" sizes=\"{}\">", format, escape_html(files), sizes);
    };
    return fmt::format(
        "<div class=\"photo\"><picture>{}{}<img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\" fetchpriority=\"high\"></picture></div>",
        source("avif", p.avif), source("webp", p.webp), escape_html(p.url), p.width, p.height, escape_html(p.alt));
}

}  // namespace

std::string shell_html(std::string_view heading, std::string_view text, std::string_view more_html, std::string_view lead_html) {
    auto html = fmt::format("<main id=\"gavel-shell\">{}<h1>{}</h1>", lead_html, escape_html(heading));
    if (!text.empty()) html += fmt::format("<p>{}</p>", escape_html(text));
    return html.append(more_html).append("</main>");
}

std::string lot_shell(const kept_lot& lot, language l) {
    const auto moment = lot.state == lots::lot_state::scheduled ? lot.starts_at : lot.ends_at;
    const auto facts =
        fmt::format("<dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd><time datetime=\"{}\">{}</time></dd></dl>",
                    price_label(lot, l), escape_html(format_money(lot.price, to_string(l))), bids_label(l), lot.bids, end_label(lot, l),
                    format_instant(moment), moment_text(moment));
    const auto summary = lot.summary.empty() ? std::string() : fmt::format("<p>{}</p>", escape_html(lot.summary));
    return shell_html(lot.title, {}, facts + summary, lot.pictures.empty() ? std::string() : photo_html(lot.pictures.front()));
}

std::string card_links(const std::vector<const json::array*>& lists, language l, std::size_t most) {
    std::string items;
    std::unordered_set<std::string> seen;
    for (const auto* list : lists)
        for (const auto& value : *list) {
            const auto& card = value.as_object();
            const std::string id(card.at("id").as_string());
            if (seen.size() >= most || !card.at("title").is_string() || !seen.insert(id).second) continue;
            items += fmt::format("<li><a href=\"{}\">{}</a> {}</li>", path_in(l, "/lots/" + id), escape_html(card.at("title").as_string()),
                                 price_of(card, l));
        }
    return items.empty() ? items : "<ul>" + items + "</ul>";
}

}  // namespace gavel::catalogue
