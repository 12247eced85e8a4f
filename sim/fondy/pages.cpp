#include "sim/fondy/pages.hpp"

#include "base/text.hpp"
#include "platform/http/url.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace gavel::sim::fondy {
namespace {

constexpr std::string_view style = R"(
:root{color-scheme:light dark;--bg:#f5f4f0;--card:#fff;--line:#e3dfd6;--text:#1c1917;--muted:#5f5852;--blue:#1d4ed8;--red:#b42318}
@media(prefers-color-scheme:dark){:root{--bg:#0c1014;--card:#12171d;--line:#26303a;--text:#f1efea;--muted:#a8a29e;--red:#f97066}}
*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:28rem;margin:2rem auto;padding:1.5rem;background:var(--card);border:1px solid var(--line);border-radius:14px}
h1{font-size:1.25rem;margin:0 0 .25rem}.sum{font-size:1.75rem;font-weight:700;margin:.25rem 0 1rem}.muted{color:var(--muted);font-size:.875rem}
label{display:block;font-size:.875rem;color:var(--muted);margin:.75rem 0 .25rem}
input{width:100%;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px;padding:.7rem .8rem}
.two{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}button{width:100%;font:inherit;font-weight:600;border:0;border-radius:8px;padding:.8rem;margin-top:1rem;background:var(--blue);color:#fff;cursor:pointer}
button.plain{background:transparent;color:inherit;border:1px solid var(--line)}.error{color:var(--red);font-weight:600}
details{margin-top:1.25rem}table{border-collapse:collapse;font-size:.8125rem;width:100%}td{padding:.2rem 0;border-top:1px solid var(--line)}
)";

struct words {
    std::string_view title, card, expiry, cvv, pay, cancel, test_cards, refused, over, secure, secure_text, confirm, deny, back, going_back;
};
constexpr words uk{"Оплата карткою",
                   "Номер картки",
                   "Діє до",
                   "CVV",
                   "Сплатити",
                   "Скасувати й повернутися",
                   "Тестові картки",
                   "Банк відхилив платіж. Спробуйте іншу картку.",
                   "Це замовлення вже завершено.",
                   "Підтвердження 3-D Secure",
                   "Ваш банк просить підтвердити платіж. Це навчальна сторінка: справжніх грошей немає.",
                   "Підтвердити",
                   "Відмовити",
                   "Повернутися на сайт",
                   "Повертаємо вас на сайт продавця…"};
constexpr words en{"Pay by card",
                   "Card number",
                   "Valid until",
                   "CVV",
                   "Pay",
                   "Cancel and go back",
                   "Test cards",
                   "The bank refused the payment. Try another card.",
                   "This order is over already.",
                   "3-D Secure confirmation",
                   "Your bank asks you to confirm the payment. This is a practice page: there is no real money.",
                   "Confirm",
                   "Refuse",
                   "Back to the site",
                   "Taking you back to the shop…"};
constexpr words ru{"Оплата картой",
                   "Номер карты",
                   "Действует до",
                   "CVV",
                   "Оплатить",
                   "Отменить и вернуться",
                   "Тестовые карты",
                   "Банк отклонил платёж. Попробуйте другую карту.",
                   "Этот заказ уже завершён.",
                   "Подтверждение 3-D Secure",
                   "Ваш банк просит подтвердить платёж. Это учебная страница: настоящих денег нет.",
                   "Подтвердить",
                   "Отказать",
                   "Вернуться на сайт",
                   "Возвращаем вас на сайт продавца…"};

const words& words_of(const order& o) { return o.language == "en" ? en : o.language == "ru" ? ru : uk; }

http::reply page(const order& o, std::string_view title, const std::string& body) {
    auto answer = http::html(
        fmt::format("<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                    "content=\"width=device-width\"><title>{}</title><style>{}</style></head><body><main>{}</main></body></html>\n",
                    escape_html(o.language), escape_html(title), style, body));
    answer.with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'");
    answer.with("Cache-Control", "no-store");
    return answer;
}

std::string head_of(const order& o) {
    return fmt::format("<h1>{}</h1><div class=\"sum\">{}.{:02} {}</div>", escape_html(o.description), o.amount / 100, o.amount % 100,
                       escape_html(o.currency));
}

std::string table_of_cards(const words& w) {
    constexpr std::string_view shown[] = {"4444555511116666", "4444555566661111", "4444666655559999", "4444111155556666",
                                          "4444111166665555"};
    std::string rows;
    for (const auto number : shown) {
        const auto* card = find_card(number);
        rows += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td></tr>", number, card->check == card_check::none ? "" : "3DS",
                            card->approves ? "✓" : "✗");
    }
    return fmt::format("<details open><summary class=\"muted\">{}</summary><table>{}</table></details>", w.test_cards, rows);
}

http::reply card_page(const order& o, bool refused) {
    const auto& w = words_of(o);
    return page(
        o, w.title,
        fmt::format("{}{}<form method=\"post\" action=\"/checkout/{}/pay\"><label for=\"card\">{}</label>"
                    "<input id=\"card\" name=\"card\" inputmode=\"numeric\" autocomplete=\"off\" required maxlength=\"24\" autofocus>"
                    "<div class=\"two\"><div><label for=\"expiry\">{}</label><input id=\"expiry\" name=\"expiry\" placeholder=\"12/30\" "
                    "required maxlength=\"7\"></div><div><label for=\"cvv\">{}</label><input id=\"cvv\" name=\"cvv\" inputmode=\"numeric\" "
                    "required maxlength=\"4\"></div></div><button name=\"do\" value=\"pay\">{}</button></form>"
                    "<form method=\"post\" action=\"/checkout/{}/cancel\"><button class=\"plain\">{}</button></form>{}",
                    head_of(o), refused ? fmt::format("<p class=\"error\" role=\"alert\">{}</p>", w.refused) : "", o.token, w.card,
                    w.expiry, w.cvv, w.pay, o.token, w.cancel, table_of_cards(w)));
}

http::reply secure_page(const order& o, const std::string& card) {
    const auto& w = words_of(o);
    return page(o, w.secure,
                fmt::format("{}<h1>{}</h1><p>{}</p><form method=\"post\" action=\"/checkout/{}/3ds\"><input type=\"hidden\" name=\"card\" "
                            "value=\"{}\"><button name=\"answer\" value=\"yes\">{}</button><button class=\"plain\" name=\"answer\" "
                            "value=\"no\">{}</button></form>",
                            head_of(o), w.secure, w.secure_text, o.token, escape_html(card), w.confirm, w.deny));
}

// By POST, as the gateway comes back: the shop's cookies stay at home.
http::reply way_back(gateway& g, const order& o) {
    const auto& w = words_of(o);
    if (o.response_url.empty()) return page(o, w.title, "<h1>" + std::string(w.over) + "</h1>");
    const auto flat = gavel::fondy::parse_raw(signed_object(order_members(o, g.random), find_merchant(o.merchant)->key, true));
    std::string fields;
    for (const auto& each : flat->members)
        fields += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escape_html(each.name), escape_html(each.value.text));
    return page(o, w.title,
                fmt::format("<p>{}</p><form id=\"back\" method=\"post\" action=\"{}\">{}<button>{}</button></form>"
                            "<script>document.getElementById('back').submit()</script>",
                            w.going_back, escape_html(o.response_url), fields, w.back));
}

std::string field(const http::request& r, std::string_view name) {
    std::vector<std::pair<std::string, std::string>> pairs;
    if (!http::parse_query(r.body, 50, pairs)) return {};
    for (auto& [key, value] : pairs)
        if (key == name) return value;
    return {};
}

std::string digits_of(std::string text) {
    std::erase_if(text, [](char c) { return c == ' ' || c == '-'; });
    return text;
}

http::reply no_such_page() { return http::html("<!doctype html><title>404</title><h1>404</h1>", 404); }

http::reply decided(gateway& g, order& o) {
    g.announce(o);
    if (o.is_over()) return way_back(g, o);
    return card_page(o, true);
}

http::awaitable<http::reply> get_page(gateway& g, http::request& r) {
    const auto* o = g.find_by_token(r.param("token"));
    if (!o) co_return no_such_page();
    if (o->is_over()) co_return way_back(g, *o);
    co_return card_page(*o, o->response_code != 0);
}

http::awaitable<http::reply> post_card(gateway& g, http::request& r) {
    auto* o = g.find_by_token(r.param("token"));
    if (!o) co_return no_such_page();
    if (o->is_over()) co_return way_back(g, *o);
    const auto number = digits_of(field(r, "card"));
    const auto* card = find_card(number);
    o->status = "processing";
    if (card && (card->check == card_check::yes || card->check == card_check::challenge)) co_return secure_page(*o, number);
    pay(*o, number, g.next_transaction());
    co_return decided(g, *o);
}

http::awaitable<http::reply> post_answer(gateway& g, http::request& r) {
    auto* o = g.find_by_token(r.param("token"));
    if (!o) co_return no_such_page();
    if (o->is_over()) co_return way_back(g, *o);
    if (field(r, "answer") == "yes") {
        pay(*o, digits_of(field(r, "card")), g.next_transaction());
    } else {
        o->response_code = 1024;
        o->response_description = "3DS authentication failed";
        o->status = o->delayed ? "processing" : "declined";
    }
    co_return decided(g, *o);
}

http::awaitable<http::reply> post_cancel(gateway& g, http::request& r) {
    const auto* o = g.find_by_token(r.param("token"));
    if (!o) co_return no_such_page();
    co_return way_back(g, *o);
}

}  // namespace

void add_pages(http::router& to, gateway& g) {
    http::route_options open;
    open.from_other_sites = true;
    to.add(http::method::get, "/checkout/{token}", open, [&g](http::request& r) { return get_page(g, r); });
    to.add(http::method::post, "/checkout/{token}/pay", open, [&g](http::request& r) { return post_card(g, r); });
    to.add(http::method::post, "/checkout/{token}/3ds", open, [&g](http::request& r) { return post_answer(g, r); });
    to.add(http::method::post, "/checkout/{token}/cancel", open, [&g](http::request& r) { return post_cancel(g, r); });
}

}  // namespace gavel::sim::fondy
