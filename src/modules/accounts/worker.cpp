#include "modules/accounts/worker.hpp"

#include "base/random.hpp"
#include "modules/accounts/repository.hpp"

#include <chrono>
#include <optional>

namespace gavel::accounts {
namespace {

constexpr auto confirmation_kind = "accounts.confirmation_letter";
constexpr auto known_address_kind = "accounts.known_address_letter";

// Every attempt makes a token of its own: all of them work until one is used, so it does not matter which copy arrives.
boost::asio::awaitable<void> send_confirmation(mail::postman& carrier, jobs::job j, pg::pool& pool) {
    const auto id = j.payload.at("confirmation").as_int64();
    auto token = random_token();
    std::optional<registration> waiting;
    {
        auto tx = co_await pool.begin(runtime::within(std::chrono::seconds(10)));
        waiting = co_await find_registration(tx, id);
        if (!waiting) co_return;  // replaced, confirmed or too old
        add_confirmation_token(tx, id, sha256(token));
        co_await tx.commit();
    }
    mail::letter l("confirm_address", waiting->lang, waiting->email);
    l.values["display_name"] = waiting->display_name;
    l.values["link"] = carrier.page_url(waiting->lang, "/confirm?token=" + token);
    co_await carrier.deliver(std::move(l), j);
}

boost::asio::awaitable<void> send_already_registered(mail::postman& carrier, jobs::job j) {
    const auto lang = parse_language(std::string_view(j.payload.at("language").as_string())).value_or(default_language);
    mail::letter l("already_registered", lang, std::string(j.payload.at("to").as_string()));
    l.values["sign_in_url"] = carrier.page_url(lang, "/sign-in");
    co_await carrier.deliver(std::move(l), j);
}

jobs::registration handled(std::string kind, jobs::handler run) {
    jobs::registration r;
    r.kind = std::move(kind);
    r.attempts_max = mail::delivery_attempts_max;
    r.run = std::move(run);
    return r;
}

}  // namespace

void enqueue_confirmation_letter(pg::transaction& tx, std::int64_t confirmation_id) {
    boost::json::object payload;
    payload["confirmation"] = confirmation_id;
    jobs::enqueue(tx, confirmation_kind, std::move(payload));
}

void enqueue_already_registered_letter(pg::transaction& tx, const std::string& email, language lang) {
    boost::json::object payload;
    payload["to"] = email;
    payload["language"] = to_string(lang);
    jobs::enqueue(tx, known_address_kind, std::move(payload));
}

std::vector<jobs::registration> registrations(mail::postman& carrier) {
    std::vector<jobs::registration> all;
    if (!carrier.open()) return all;
    all.push_back(
        handled(confirmation_kind, [&carrier](jobs::job j, pg::pool& pool) { return send_confirmation(carrier, std::move(j), pool); }));
    all.push_back(
        handled(known_address_kind, [&carrier](jobs::job j, pg::pool&) { return send_already_registered(carrier, std::move(j)); }));
    return all;
}

}  // namespace gavel::accounts
