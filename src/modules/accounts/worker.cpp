#include "modules/accounts/worker.hpp"

#include "base/random.hpp"
#include "modules/accounts/repository_passwords.hpp"

#include <charconv>
#include <chrono>
#include <optional>

namespace gavel::accounts {
namespace {

constexpr auto confirmation = "confirm_address", known_address = "already_registered";
constexpr auto account_closed = "account_closed", welcome = "welcome", new_device = "new_device";
constexpr auto password_reset = "password_reset", password_changed = "password_changed", no_account = "no_account";

std::int64_t number_of(const mail::letter& l, std::string_view value) {
    const auto& text = l.values.at(std::string(value));
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// Every attempt makes a token of its own: all of them work until one is used, so it does not matter which copy arrives.
awaitable<std::optional<mail::letter_values>> complete_confirmation(const mail::postman& carrier, mail::letter l, pg::pool& pool) {
    const auto id = number_of(l, "confirmation");
    auto token = random_token();
    auto tx = co_await pool.begin(runtime::within(std::chrono::seconds(10)));
    const auto waiting = co_await find_registration(tx, id);
    if (!waiting) co_return std::nullopt;  // replaced, confirmed or too old
    add_confirmation_token(tx, id, sha256(token));
    co_await tx.commit();
    mail::letter_values values;
    values["link"] = carrier.page_url(l.lang, "/confirm?token=" + token);
    co_return values;
}

awaitable<std::optional<mail::letter_values>> complete_page(const mail::postman& carrier, mail::letter l, std::string value,
                                                            std::string path) {
    mail::letter_values values;
    values[value] = carrier.page_url(l.lang, path);
    co_return values;
}

awaitable<std::optional<mail::letter_values>> complete_reset(const mail::postman& carrier, mail::letter l, pg::pool& pool) {
    const auto id = number_of(l, "reset");
    auto token = random_token();
    auto tx = co_await pool.begin(runtime::within(std::chrono::seconds(10)));
    const auto owner = co_await find_reset(tx, id);
    if (!owner) co_return std::nullopt;  // the password was changed meanwhile, or it is too late
    add_password_token(tx, *owner, sha256(token));
    co_await tx.commit();
    mail::letter_values values;
    values["link"] = carrier.page_url(l.lang, "/reset-password?token=" + token);
    co_return values;
}

// Three pages to begin with.
awaitable<std::optional<mail::letter_values>> complete_welcome(const mail::postman& carrier, mail::letter l) {
    constexpr translated how{"Як проходять торги", "How bidding works", "Как проходят торги"};
    constexpr translated sell{"Виставити свій лот", "List a lot of your own", "Выставить свой лот"};
    constexpr translated choose{"Обрати, про що вам писати", "Choose what to be told about", "Выбрать, о чём вам писать"};
    mail::letter_values values;
    values["catalogue_url"] = carrier.page_url(l.lang, "/lots");
    values["links"] = mail::list_line(how.in(l.lang), carrier.page_url(l.lang, "/how-it-works")) +
                      mail::list_line(sell.in(l.lang), carrier.page_url(l.lang, "/sell")) +
                      mail::list_line(choose.in(l.lang), carrier.page_url(l.lang, "/letters"));
    co_return values;
}

awaitable<std::optional<mail::letter_values>> complete_new_device(const mail::postman& carrier, mail::letter l, local_time clock,
                                                                  pg::pool& pool) {
    const auto at = parse_instant(l.values.at("at")).value();
    const auto [shown, zone] = co_await clock(l.account.value(), at, pool);
    mail::letter_values values;
    values["signed_in_at"] = shown;
    values["time_zone"] = zone;
    values["sessions_url"] = carrier.page_url(l.lang, "/my/settings#sessions");
    values["forgot_url"] = carrier.page_url(l.lang, "/forgot-password");
    co_return values;
}

// A letter whose only late value is the address of a page.
mail::filler page_link(const mail::postman& carrier, std::string value, std::string path) {
    return [&carrier, value, path](mail::letter l, pg::pool&) { return complete_page(carrier, std::move(l), value, path); };
}

}  // namespace

void enqueue_confirmation_letter(pg::transaction& tx, const registration& wanted, std::int64_t confirmation_id) {
    mail::letter l(confirmation, wanted.lang, wanted.email);
    l.values["display_name"] = wanted.display_name;
    l.values["confirmation"] = std::to_string(confirmation_id);
    mail::enqueue(tx, {l});
}

void enqueue_already_registered_letter(pg::transaction& tx, const std::string& email, language lang) {
    mail::enqueue(tx, {mail::letter(known_address, lang, email)});
}

void enqueue_password_letter(pg::transaction& tx, language lang, const std::string& email, const std::string& display_name,
                             std::int64_t reset_id) {
    mail::letter l(password_reset, lang, email);
    l.values["display_name"] = display_name;
    l.values["reset"] = std::to_string(reset_id);
    mail::enqueue(tx, {l});
}

void enqueue_no_account_letter(pg::transaction& tx, language lang, const std::string& email) {
    mail::enqueue(tx, {mail::letter(no_account, lang, email)});
}

void enqueue_password_changed_letter(pg::transaction& tx, const account& of) {
    mail::letter l(password_changed, of.lang, of.email);
    l.values["display_name"] = of.display_name;
    mail::enqueue(tx, {l});
}

void enqueue_closed_letter(pg::transaction& tx, const account& of) {
    mail::letter l(account_closed, of.lang, of.email);
    l.values["display_name"] = of.display_name;
    mail::enqueue(tx, {l});
}

void enqueue_welcome_letter(pg::transaction& tx, const account& of) {
    mail::letter l(welcome, of.lang, of.email);
    l.values["display_name"] = of.display_name;
    mail::enqueue(tx, {l});
}

void enqueue_new_device_letter(pg::transaction& tx, const signed_in& opened, const std::string& device) {
    mail::letter l(new_device, opened.account.lang, opened.account.email);
    l.account = opened.account.id;
    l.values["display_name"] = opened.account.display_name;
    constexpr translated unknown{"невідомий браузер", "an unknown browser", "неизвестный браузер"};
    l.values["device"] = device == "?" ? unknown.in(l.lang) : device;
    l.values["at"] = format_instant(opened.at);
    mail::enqueue(tx, {l});
}

void complete_letters(mail::dispatcher& post, const mail::postman& carrier, local_time clock) {
    post.fill(welcome, [&carrier](mail::letter l, pg::pool&) { return complete_welcome(carrier, std::move(l)); });
    post.fill(new_device,
              [&carrier, clock](mail::letter l, pg::pool& pool) { return complete_new_device(carrier, std::move(l), clock, pool); });
    post.fill(confirmation, [&carrier](mail::letter l, pg::pool& pool) { return complete_confirmation(carrier, std::move(l), pool); });
    post.fill(password_reset, [&carrier](mail::letter l, pg::pool& pool) { return complete_reset(carrier, std::move(l), pool); });
    post.fill(account_closed, page_link(carrier, "home_url", "/"));
    post.fill(known_address, page_link(carrier, "sign_in_url", "/sign-in"));
    post.fill(no_account, page_link(carrier, "sign_up_url", "/sign-up"));
    post.fill(password_changed, page_link(carrier, "link", "/forgot-password"));
}

}  // namespace gavel::accounts
