#include "modules/catalogue/shell_html.hpp"

#include "base/text.hpp"
#include "modules/catalogue/addresses.hpp"
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

}  // namespace

std::string shell_html(std::string_view heading, std::string_view text, std::string_view more_html) {
    auto html = fmt::format("<main id=\"gavel-shell\"><h1>{}</h1>", escape_html(heading));
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
    std::string photo;
    if (!lot.pictures.empty()) {
        const auto& first = lot.pictures.front();
        // The application fetches the size that fits.
        photo = fmt::format("<noscript><img src=\"{}\" width=\"{}\" height=\"{}\" alt=\"{}\"></noscript>", escape_html(first.url),
                            first.width, first.height, escape_html(first.alt));
    }
    return shell_html(lot.title, {}, photo + facts + summary);
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
