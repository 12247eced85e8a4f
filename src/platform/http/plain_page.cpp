#include "platform/http/plain_page.hpp"

#include "base/text.hpp"

#include <string>

namespace gavel::http {
namespace {

constexpr std::string_view page_style =
    "<style>:root{color-scheme:light dark}body{margin:0;padding:48px 20px;font:18px/1.5 system-ui,sans-serif}main{max-width:34rem;margin:0 "
    "auto}"
    "h1{font-size:26px;line-height:1.25}button{font:inherit;font-weight:600;padding:12px "
    "24px;border:0;border-radius:8px;background:#0f5c46;color:#fff}"
    "</style>";

}  // namespace

reply plain_page(const plain_words& words, language lang, int status) {
    const auto title = escape_html(words.title.in(lang));
    std::string page = "<!doctype html><html lang=\"" + std::string(to_string(lang)) +
                       "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
                       "<meta name=\"robots\" content=\"noindex\"><title>";
    page.append(title).append(" — Gavel</title>").append(page_style).append("</head><body><main><h1>");
    page.append(title).append("</h1><p>").append(escape_html(words.text.in(lang))).append("</p>");
    const auto button = words.button.in(lang);
    // Without an address: the form goes to this very page.
    if (!button.empty()) page.append("<form method=\"post\"><button>").append(escape_html(button)).append("</button></form>");
    page += "</main></body></html>\n";
    auto answer = html(std::move(page), status);
    answer.with("Cache-Control", "no-store")
        .with("Referrer-Policy", "no-referrer")
        .with("Content-Security-Policy",
              "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    return answer;
}

}  // namespace gavel::http
