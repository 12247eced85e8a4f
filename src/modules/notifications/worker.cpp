#include "modules/notifications/worker.hpp"

#include "modules/accounts/service.hpp"
#include "modules/mail/letters.hpp"
#include "modules/notifications/repository.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace gavel::notifications {
namespace {

template <class Id>
Id read_id(const boost::json::value& v) {
    const auto parsed = Id::parse(std::string_view(v.as_string()));
    if (!parsed) throw std::invalid_argument("an event names no id");
    return *parsed;
}

mail::letter letter_about(const event& e, const std::string& lot_title, const accounts::account& to, const mail::postman& carrier) {
    mail::letter l(e.kind, to.lang, to.email);
    l.values["lot_title"] = lot_title;
    l.values["lot_url"] = carrier.page_url(to.lang, "/lots/" + e.lot.text());
    if (e.price) l.values["price"] = format_money(*e.price, to_string(to.lang));
    return l;
}

}  // namespace

event read_event(const boost::json::object& payload) {
    event e;
    e.kind = std::string_view(payload.at("event").as_string());
    if (std::ranges::find(kinds, e.kind) == kinds.end()) throw std::invalid_argument("an event of an unknown kind: " + e.kind);
    e.account = read_id<account_id>(payload.at("account"));
    e.lot = read_id<lot_id>(payload.at("lot"));
    e.seq = payload.at("seq").to_number<std::int64_t>();
    if (const auto& amount = payload.at("price"); !amount.is_null()) {
        const auto code = currency::parse(std::string_view(payload.at("currency").as_string()));
        if (!code) throw std::invalid_argument("an event without a currency");
        money price;
        price.amount = amount.to_number<std::int64_t>();
        price.currency = *code;
        e.price = price;
    }
    return e;
}

awaitable<void> handle(const mail::postman& carrier, const announcer& announce, jobs::job j, pg::pool& pool) {
    const auto e = read_event(j.payload);
    auto tx = co_await pool.begin(runtime::within(std::chrono::seconds(10)));
    const auto added = co_await insert(tx, e);
    if (!added) {
        jobs::complete(tx, j);
        co_await tx.commit();
        co_return;
    }
    if (added->mail) {
        const auto recipient = co_await accounts::find(tx, e.account);
        const auto l = letter_about(e, added->lot_title, recipient.value(), carrier);
        mail::enqueue(tx, l, "notification:" + added->id.text());
    }
    const auto unread = co_await count_unread(tx, e.account);
    jobs::complete(tx, j);
    co_await tx.commit();
    announce(e.account, unread);
}

std::vector<jobs::registration> registrations(const mail::postman& carrier, announcer announce) {
    jobs::registration r;
    r.kind = "notifications.event";
    r.run = [&carrier, told = std::move(announce)](jobs::job j, pg::pool& pool) { return handle(carrier, told, std::move(j), pool); };
    std::vector<jobs::registration> all;
    all.push_back(std::move(r));
    return all;
}

}  // namespace gavel::notifications
