#include "sim/mailbox/pages.hpp"

#include "base/text.hpp"

#include <fmt/format.h>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <algorithm>
#include <string>

namespace gavel::sim {
namespace {

constexpr std::size_t shown_max = 200;

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--bg:#fbfaf7;--card:#fff;--line:#e3dfd6;--text:#1c1917;--muted:#5f5852;--green:#0f5c46}
@media(prefers-color-scheme:dark){:root{--bg:#0c1210;--card:#121a17;--line:#26312c;--text:#f1efea;--muted:#a8a29e;--green:#55b592}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:16px/1.6 Onest,system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:48rem;margin:0 auto;padding:1.5rem 1rem 4rem}h1{font-size:1.375rem;line-height:1.3;margin:0 0 .25rem}a{color:var(--green)}
.muted{color:var(--muted);font-size:.875rem;margin:0 0 1.25rem}ul{list-style:none;margin:0;padding:0;border:1px solid var(--line);border-radius:10px;background:var(--card)}
li+li{border-top:1px solid var(--line)}li a{display:block;padding:.8rem 1rem;color:inherit;text-decoration:none}li a:hover,li a:focus-visible{background:color-mix(in srgb,var(--green) 8%,transparent)}
li b{display:block;font-weight:600}li span{color:var(--muted);font-size:.875rem}form{display:flex;gap:.5rem;margin:0 0 1.25rem}
input{flex:1;min-width:0;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.6rem .8rem}
button,.button{font:inherit;font-weight:600;border:0;border-radius:8px;padding:.6rem 1.1rem;background:#0f5c46;color:#fff;text-decoration:none;display:inline-block}
pre{white-space:pre-wrap;font:inherit;margin:0;border:1px solid var(--line);border-radius:10px;background:var(--card);padding:1.25rem}
)";

http::reply page(const std::string& title, const std::string& body) {
    auto answer =
        http::html(fmt::format("<!doctype html>\n<html lang=\"uk\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                               "content=\"width=device-width\"><title>{}</title><style>{}</style>"
                               "</head><body><main>{}</main></body></html>\n",
                               escape_html(title), style, body));
    answer.with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'");
    return answer;
}

// Escaped text whose addresses can be clicked.
std::string with_links(const letter& l) {
    auto out = escape_html(l.text);
    for (const auto& link : l.links) {
        const auto escaped = escape_html(link);
        const auto at = out.find(escaped);
        if (at != std::string::npos) out.replace(at, escaped.size(), "<a href=\"" + escaped + "\">" + escaped + "</a>");
    }
    return out;
}

std::string wanted(const http::request& r) {
    std::string to(r.query("to").value_or(std::string_view()));
    std::ranges::transform(to, to.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return to;
}

http::awaitable<http::reply> get_list(const store& letters, http::request& r) {
    const auto to = wanted(r);
    std::string body =
        "<h1>Скринька Gavel</h1><p class=\"muted\">Сюди потрапляють усі листи демонстрації. Назовні нічого не надсилається.</p>"
        "<form><input type=\"search\" name=\"to\" aria-label=\"Кому\" placeholder=\"Кому: адреса повністю\" value=\"" +
        escape_html(to) + "\"><button>Показати</button></form>";
    const auto found = letters.newest(to, shown_max);
    if (found.empty()) body += "<p>Листів поки немає.</p>";
    else body += "<ul>";
    for (const auto* each : found)
        body += fmt::format("<li><a href=\"/messages/{}\"><b>{}</b><span>{} · {}</span></a></li>", each->id,
                            escape_html(each->content.subject), escape_html(each->to), escape_html(each->content.date));
    if (!found.empty()) body += "</ul>";
    co_return page("Скринька Gavel", body);
}

http::awaitable<http::reply> get_message(const store& letters, http::request& r) {
    const auto* found = letters.find(r.path_id<id<struct letter_tag>>("id").value);
    if (!found) co_return page("Немає такого листа", "<h1>Немає такого листа</h1><p><a href=\"/\">До скриньки</a></p>");
    const auto& l = found->content;
    auto body = fmt::format("<p><a href=\"/\">До скриньки</a></p><h1>{}</h1><p class=\"muted\">{} → {}<br>{}</p><pre>{}</pre>",
                            escape_html(l.subject), escape_html(l.from), escape_html(found->to), escape_html(l.date), with_links(l));
    if (!l.html.empty()) body += fmt::format("<p><a class=\"button\" href=\"/messages/{}/html\">Оформлений вигляд</a></p>", found->id);
    co_return page(l.subject, body);
}

http::awaitable<http::reply> get_html(const store& letters, http::request& r) {
    const auto* found = letters.find(r.path_id<id<struct letter_tag>>("id").value);
    auto answer = http::html(found ? found->content.html : std::string(), found ? 200 : 404);
    answer.with("Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation");
    co_return answer;
}

http::awaitable<http::reply> get_json(const store& letters, http::request& r) {
    boost::json::array items;
    for (const auto* each : letters.newest(wanted(r), shown_max)) {
        boost::json::object o;
        o["id"] = std::to_string(each->id);
        o["to"] = each->to;
        o["subject"] = each->content.subject;
        o["message_id"] = each->content.message_id;
        o["text"] = each->content.text;
        o["html"] = each->content.html;
        o["links"] = boost::json::array(each->content.links.begin(), each->content.links.end());
        items.push_back(std::move(o));
    }
    boost::json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

}  // namespace

void add_mailbox_routes(http::router& to, const store& letters) {
    const auto add = [&](std::string pattern, http::awaitable<http::reply> (*run)(const store&, http::request&)) {
        to.add(http::method::get, std::move(pattern), http::route_options(), [&letters, run](http::request& r) { return run(letters, r); });
    };
    add("/", get_list);
    add("/messages/{id}", get_message);
    add("/messages/{id}/html", get_html);
    add("/api/messages", get_json);
}

}  // namespace gavel::sim
