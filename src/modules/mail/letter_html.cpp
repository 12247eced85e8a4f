#include "modules/mail/letter_html.hpp"

#include "base/text.hpp"

namespace gavel::mail {
namespace {

// Colours of the site (web/app/assets/css); the dark ones must win over inline styles. Programs that only know how to darken by themselves
// do well with the light ones: dark words on light ground, white words on a deep green.
constexpr std::string_view letter_style = R"(<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (max-width:480px){.edge{padding:12px 0 24px!important}.card{padding:24px 20px 8px!important;border-left:0!important;border-right:0!important;border-radius:0!important}.foot{padding:20px 20px 0!important}.press,.press a{width:100%!important;box-sizing:border-box}}
@media (prefers-color-scheme:dark){.page{background:#0c1210!important}.card{background:#131c19!important;border-color:#1f9a75 #2a3833 #2a3833!important}.ink{color:#f2eee6!important}.soft{color:#a9a39b!important}.mark,.link,.ink a{color:#5fcfaa!important}.box{background:#1a2621!important}.rule{border-color:#2a3833!important}.press td{background:#13795b!important}}
</style>
)";

constexpr std::string_view letter_font = "font-family:Onest,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
// A long word must not widen the letter; `hyphens` needs the language, which is given twice because some programs drop <html>.
constexpr std::string_view letter_breaking = "overflow-wrap:break-word;word-wrap:break-word;-webkit-hyphens:auto;hyphens:auto;";
constexpr std::string_view letter_table = R"(<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0")";

std::string attribute(std::string_view url) { return escape_html(url); }

// Keeps a program that wants to fill up the preview from going on with the first words of the letter.
std::string preview_filler() {
    std::string all;
    for (int i = 0; i < 90; ++i) all += "&#847;&zwnj;&nbsp;";
    return all;
}

}  // namespace

letter_html::letter_html(std::string_view language_code, std::string_view title, std::string_view preview) {
    const auto lang = " lang=\"" + std::string(language_code) + "\"";
    out_ = "<!doctype html>\n<html" + lang + "><head><meta charset=\"utf-8\"><title>" + escape_html(title) +
           "</title>\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
           "<meta name=\"color-scheme\" content=\"light dark\"><meta name=\"supported-color-schemes\" content=\"light dark\">"
           // Phones make links of anything that looks like a number or a day.
           "<meta name=\"format-detection\" content=\"telephone=no,date=no,address=no,email=no\">\n";
    out_.append(letter_style).append("</head>\n<body class=\"page\" style=\"margin:0;padding:0;background:#f6f4ef\">\n<div").append(lang);
    out_.append(" style=\"display:none;max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;color:#f6f4ef\">");
    out_.append(escape_html(preview)).append(preview_filler()).append("</div>\n");
    out_.append(letter_table)
        .append(lang)
        .append(" class=\"page\" style=\"background:#f6f4ef\"><tr><td class=\"edge\" align=\"center\" style=\"");
    out_.append("padding:28px 12px 40px\">\n").append(letter_table).append(" style=\"max-width:560px\">\n<tr><td class=\"card\" style=\"");
    out_.append("background:#ffffff;border:1px solid #e3dfd6;border-top:4px solid #0f5c46;border-radius:10px;padding:28px 32px 12px;");
    out_.append(letter_font).append(letter_breaking).append("\">\n");
    out_.append("<p class=\"mark\" style=\"margin:0 0 24px;font-size:16px;line-height:20px;font-weight:700;color:#0f5c46\">Gavel</p>\n");
}

void letter_html::heading(std::string_view words) {
    out_.append("<h1 class=\"ink\" style=\"margin:0 0 16px;font-size:22px;line-height:29px;font-weight:700;color:#1c1917\">");
    out_.append(escape_html(words)).append("</h1>\n");
}

void letter_html::paragraph(std::string_view words) {
    out_.append("<p class=\"ink\" style=\"margin:0 0 16px;font-size:16px;line-height:25px;color:#1c1917\">");
    out_.append(escape_html(words)).append("</p>\n");
}

void letter_html::figure(std::string_view label, std::string_view value) {
    out_.append(letter_table)
        .append(" style=\"margin:0 0 20px\"><tr><td class=\"box\" style=\"background:#f1f5f0;border-radius:8px;padding:14px 18px;");
    out_.append(letter_font).append("\">\n<span class=\"soft\" style=\"display:block;font-size:14px;line-height:20px;color:#5f5852\">");
    out_.append(escape_html(label)).append("</span>\n<strong class=\"ink\" style=\"display:block;font-size:28px;line-height:36px;");
    out_.append("font-weight:700;font-variant-numeric:tabular-nums;color:#1c1917\">");
    out_.append(escape_html(value)).append("</strong></td></tr></table>\n");
}

void letter_html::list(const std::vector<item>& items) {
    if (items.empty()) return;
    out_.append(letter_table).append(" style=\"margin:0 0 20px\">\n");
    for (const auto& each : items) {
        out_.append("<tr><td class=\"ink rule\" style=\"padding:12px 0;border-bottom:1px solid #e3dfd6;font-size:16px;line-height:23px;");
        out_.append("color:#1c1917;").append(letter_font).append(letter_breaking).append("\">");
        if (each.url.empty()) {
            out_.append(escape_html(each.words));
        } else {
            out_.append("<a class=\"link\" href=\"")
                .append(attribute(each.url))
                .append("\" style=\"color:#0f5c46;text-decoration:underline\">");
            out_.append(escape_html(each.words)).append("</a>");
        }
        out_.append("</td></tr>\n");
    }
    out_.append("</table>\n");
}

void letter_html::ready(std::string_view html) {
    out_.append("<div class=\"ink\" style=\"font-size:16px;line-height:25px;color:#1c1917\">\n").append(html).append("</div>\n");
}

void letter_html::button(std::string_view words, std::string_view url) {
    out_.append(
        "<table role=\"presentation\" class=\"press\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\" style=\"margin:8px 0 24px\"><tr>");
    out_.append("<td align=\"center\" bgcolor=\"#0f5c46\" style=\"border-radius:8px;background:#0f5c46\"><a href=\"")
        .append(attribute(url));
    out_.append("\" style=\"display:inline-block;padding:13px 26px;font-size:16px;line-height:22px;font-weight:600;color:#ffffff;");
    out_.append("text-decoration:none;").append(letter_font).append("\">").append(escape_html(words)).append("</a></td></tr></table>\n");
}

void letter_html::end_card() {
    if (!in_card_) return;
    in_card_ = false;
    out_.append("</td></tr>\n<tr><td class=\"foot\" style=\"padding:20px 32px 0;")
        .append(letter_font)
        .append(letter_breaking)
        .append("\">\n");
}

void letter_html::small(std::string_view words) {
    end_card();
    out_.append("<p class=\"soft\" style=\"margin:0 0 10px;font-size:14px;line-height:20px;color:#5f5852\">");
    out_.append(escape_html(words)).append("</p>\n");
}

void letter_html::small_link(std::string_view words, std::string_view url) {
    end_card();
    out_.append("<p style=\"margin:0 0 10px;font-size:14px;line-height:20px\"><a class=\"link\" href=\"").append(attribute(url));
    out_.append("\" style=\"color:#0f5c46;text-decoration:underline\">").append(escape_html(words)).append("</a></p>\n");
}

std::string letter_html::finish() {
    out_.append("</td></tr>\n</table>\n</td></tr></table>\n</body></html>\n");
    return std::move(out_);
}

}  // namespace gavel::mail
