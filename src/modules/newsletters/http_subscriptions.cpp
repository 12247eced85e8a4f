#include "modules/accounts/http_fields.hpp"
#include "modules/newsletters/http.hpp"
#include "modules/newsletters/http_fields.hpp"
#include "platform/http/plain_page.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::newsletters {
namespace {

using http::method;

constexpr http::plain_words question{{"Відписатися від новин?", "Unsubscribe from the news?", "Отписаться от новостей?"},
                                     {"Листів із новинами більше не буде. Повідомлення про ваші торги, якщо вони є, залишаться.",
                                      "There will be no more letters with news. Messages about your own auctions, if there are any, stay.",
                                      "Писем с новостями больше не будет. Сообщения о ваших торгах, если они есть, останутся."},
                                     {"Відписатися", "Unsubscribe", "Отписаться"}};
constexpr http::plain_words farewell{{"Готово: ви відписалися", "Done: you have unsubscribed", "Готово: вы отписались"},
                                     {"Цю сторінку можна закрити. Якщо передумаєте, форма підписки є внизу кожної сторінки сайту.",
                                      "You can close this page. If you change your mind, there is a form at the foot of every page.",
                                      "Эту страницу можно закрыть. Если передумаете, форма подписки есть внизу каждой страницы сайта."}};

http::awaitable<http::reply> post_subscription(subscriptions& s, http::request& r) {
    http::form f(r.json_object());
    subscription wanted;
    wanted.address = accounts::read_email(f);
    const auto chosen = f.choice("language", language_codes);
    wanted.lang = chosen ? parse_language(*chosen).value_or(r.lang) : r.lang;
    if (auto ids = read_words(f, "category_ids", categories_max)) wanted.category_ids = std::move(*ids);
    f.finish();
    boost::json::object body;
    body["email"] = wanted.address;
    const auto done = co_await s.wish(std::move(wanted), r.client_address, r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return http::json(body, 202);
}

http::awaitable<http::reply> post_confirmation(subscriptions& s, http::request& r) {
    http::form f(r.json_object());
    auto token = f.required_text("token", 20, 100);
    f.finish();
    const auto done = co_await s.confirm(std::move(token), r.client_address, r.until);
    if (!done) co_return http::problem_json(done.error(), r.lang);
    co_return http::no_content();
}

http::reply status_reply(const subscriber_status& status) {
    boost::json::object body;
    body["subscribed"] = status.subscribed;
    body["category_ids"] = words_array(status.category_ids);
    return http::json(body);
}

http::awaitable<http::reply> put_status(subscriptions& s, account_id account, http::request& r) {
    http::form f(r.json_object());
    const auto subscribed = f.flag("subscribed");
    if (!subscribed && !f.faulty()) f.reject("subscribed", "required");
    auto ids = read_words(f, "category_ids", categories_max);
    f.finish();
    const auto changed = co_await s.change(account, *subscribed, std::move(ids), r.until);
    if (!changed) co_return http::problem_json(changed.error(), r.lang);
    co_return status_reply(*changed);
}

http::awaitable<http::reply> get_mine(subscriptions& s, http::request& r) {
    const auto status = co_await s.find(r.require_account(), r.until);
    co_return status_reply(status);
}

http::awaitable<http::reply> put_mine(subscriptions& s, http::request& r) {
    const auto account = r.require_account();
    co_return co_await put_status(s, account, r);
}

http::awaitable<http::reply> get_by_link(subscriptions& s, http::request& r) {
    const auto reader = co_await s.reader_of(std::string(r.param("token")), r.until);
    if (!reader) co_return http::problem_json(reader.error(), r.lang);
    const auto status = co_await s.find(*reader, r.until);
    co_return status_reply(status);
}

http::awaitable<http::reply> put_by_link(subscriptions& s, http::request& r) {
    const auto reader = co_await s.reader_of(std::string(r.param("token")), r.until);
    if (!reader) co_return http::problem_json(reader.error(), r.lang);
    co_return co_await put_status(s, *reader, r);
}

// Scanners of mail programs open every link: looking changes nothing.
http::awaitable<http::reply> get_unsubscribe(subscriptions& s, http::request& r) {
    const auto lang = co_await s.open(std::string(r.param("token")), r.until);
    if (!lang) co_return http::plain_page(http::unknown_link, r.lang, 404);
    co_return http::plain_page(question, *lang);
}

// RFC 8058, and the button of the page: whatever the body is.
http::awaitable<http::reply> post_unsubscribe(subscriptions& s, http::request& r) {
    const auto lang = co_await s.leave(std::string(r.param("token")), r.until);
    if (!lang) co_return http::plain_page(http::unknown_link, r.lang, 404);
    co_return http::plain_page(farewell, *lang);
}

}  // namespace

void add_subscription_routes(http::router& to, subscriptions& s) {
    using http::access;
    const auto add = [&](method m, std::string pattern, access who, http::awaitable<http::reply> (*run)(subscriptions&, http::request&)) {
        http::route_options options;
        options.who = who;
        options.body_max = 8 * 1024;
        to.add(m, std::move(pattern), options, [&s, run](http::request& r) { return run(s, r); });
    };
    add(method::post, "/api/v1/newsletter/subscriptions", access::open, post_subscription);
    add(method::post, "/api/v1/newsletter/confirmations", access::open, post_confirmation);
    add(method::get, "/api/v1/newsletter/unsubscribe/{token}", access::open, get_unsubscribe);
    add(method::get, "/api/v1/me/newsletter", access::signed_in, get_mine);
    add(method::put, "/api/v1/me/newsletter", access::signed_in, put_mine);
    add(method::get, "/api/v1/letters/newsletter/{token}", access::open, get_by_link);
    add(method::put, "/api/v1/letters/newsletter/{token}", access::open, put_by_link);
    http::route_options one_click;
    one_click.body_max = 8 * 1024;
    one_click.from_other_sites = true;  // RFC 8058: no cookies, no check of the origin
    to.add(method::post, "/api/v1/newsletter/unsubscribe/{token}", one_click, [&s](http::request& r) { return post_unsubscribe(s, r); });
}

}  // namespace gavel::newsletters
