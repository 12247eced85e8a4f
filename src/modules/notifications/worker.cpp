#include "modules/notifications/worker.hpp"

#include "modules/accounts/service.hpp"
#include "modules/mail/letters.hpp"
#include "modules/news/event.hpp"
#include "modules/notifications/push_words.hpp"
#include "modules/notifications/reason_words.hpp"
#include "modules/notifications/repository.hpp"
#include "modules/notifications/repository_preferences.hpp"
#include "modules/notifications/repository_reminders.hpp"

#include <chrono>
#include <set>
#include <string>
#include <unordered_map>

namespace gavel::notifications {
namespace {

using recipients = std::unordered_map<account_id, accounts::account>;

constexpr std::chrono::seconds job_time{30};
constexpr std::int64_t jobs_at_once_max = 2;  // each of hundreds of rows: more would only wait for each other
constexpr std::size_t mark_length = 16;       // of the audit head: enough to compare by eye

awaitable<recipients> find_recipients(pg::transaction& tx, const std::vector<news::event>& events) {
    std::set<account_id> ids;
    for (const auto& each : events) ids.insert(each.account);
    auto found = co_await accounts::find_all(tx, std::vector(ids.begin(), ids.end()));
    recipients all;
    for (auto& each : found) all.emplace(each.id, std::move(each));
    co_return all;
}

mail::letter letter_about(const news::event& e, const inserted& row, const accounts::account& to, const mail::postman& carrier) {
    const auto words = [&](const std::optional<money>& m) { return m ? format_money(*m, to_string(to.lang)) : std::string(); };
    mail::letter l(to_string(e.kind), to.lang, to.email);
    l.account = to.id;
    l.thread = e.order != 0 ? "order." + std::to_string(e.order) : "lot." + e.lot.text();
    l.values["lot_title"] = row.lot_title;
    l.values["lot_url"] = carrier.page_url(to.lang, "/lots/" + e.lot.text());
    l.values["price"] = words(e.price);
    l.values["max"] = words(e.max);
    l.values["ends_at"] = row.ends_at;
    l.values["reason"] = reason_in_words(e.reason, to.lang);
    l.values["seller"] = row.to_seller ? "yes" : "";
    l.values["lot"] = e.lot.text();
    l.values["audit_head"] = e.audit_head.substr(0, mark_length);
    if (news::is_of_deposit(e.kind)) l.values["reason"] = deposit_reason_in_words(e.reason, to.lang);
    if (e.order == 0) return l;
    l.values["order"] = std::to_string(e.order);
    l.values["order_url"] = carrier.page_url(to.lang, "/orders/" + l.values["order"]);
    l.values["reason"] = order_reason_in_words(e.reason, to.lang);
    l.values["tracking"] = e.kind == news::kind::order_shipped ? e.reason : std::string();
    return l;
}

// One letter about everything that saved searches have found for somebody.
mail::letter letter_about_findings(const news::event& e, const accounts::account& to, const mail::postman& carrier) {
    constexpr translated several{"Ваші збережені пошуки", "Your saved searches", "Ваши сохранённые поиски"};
    const auto& f = e.found;
    mail::letter l(to_string(e.kind), to.lang, to.email);
    l.account = to.id;
    for (const auto& each : f.lots)
        l.values["items"] += mail::list_line(each.title + " — " + format_money(each.price, to_string(to.lang)),
                                             carrier.page_url(to.lang, "/lots/" + each.lot.text()));
    l.values["search"] = f.name.empty() ? several.in(to.lang) : f.name;
    l.values["more"] = f.untold_count > 0 ? std::to_string(f.untold_count) : std::string();
    l.values["searches_url"] = carrier.page_url(to.lang, "/my/searches");
    l.values["list_url"] = f.query.empty() ? l.values["searches_url"] : carrier.page_url(to.lang, "/lots?" + f.query + "&sort=newest");
    return l;
}

// A letter about an end that has come, or to somebody who leads by now, is none.
awaitable<std::optional<mail::letter_values>> complete_reminder(mail::letter l, pg::pool& pool) {
    const auto lot = lot_id::parse(l.values.at("lot")).value();
    const bool open = co_await is_worth_reminding(pool, runtime::within(job_time), l.account.value(), lot);
    if (!open) co_return std::nullopt;
    co_return mail::letter_values();
}

manner manner_of(const reader& r, news::kind k) {
    manner m;
    m.mail = letter_after(r.wishes, k, r.minute).has_value();
    m.in_app = r.wishes.wants(k, channel::in_app);
    return m;
}

// Rows, letters, messages to devices and the end of the job commit together, so each event happens exactly once. One statement for each of
// them, however many events there are.
awaitable<void> handle(const mail::postman& carrier, const announcer& announce, jobs::job j, pg::pool& pool) {
    auto events = news::read_events(j.payload);
    auto tx = co_await pool.begin(runtime::within(job_time));
    const auto to = co_await find_recipients(tx, events);
    std::erase_if(events, [&](const news::event& e) { return !to.contains(e.account); });
    std::vector<account_id> told;
    for (const auto& [account, found] : to) told.push_back(account);
    const auto wishes = co_await read_wishes(tx, std::move(told));
    std::vector<manner> manners;
    for (const auto& each : events) {
        manners.push_back(manner_of(wishes.at(each.account), each.kind));
        if (each.kind == news::kind::search_hit && each.found.lots.empty()) manners.back().mail = false;
    }
    const auto added = co_await insert(tx, events, manners);

    std::vector<mail::letter> letters;
    std::vector<push::message> pushes;
    std::set<account_id> touched;
    for (const auto& row : added) {
        const auto& e = events[row.position];
        touched.insert(e.account);
        const auto& reader = wishes.at(e.account);
        // Of an end that is near nobody is told after it.
        const auto after = push_after(reader.wishes, e.kind, reader.minute);
        if (after && (e.kind != news::kind::ending_soon || after->count() == 0)) {
            pushes.push_back(push_about(e, row.lot_title, row.ends_at, to.at(e.account).lang));
            pushes.back().after = *after;
        }
        if (!row.mail) continue;
        auto l = e.kind == news::kind::search_hit ? letter_about_findings(e, to.at(e.account), carrier)
                                                  : letter_about(e, row, to.at(e.account), carrier);
        l.after = letter_after(reader.wishes, e.kind, reader.minute).value_or(std::chrono::seconds(0));
        letters.push_back(std::move(l));
    }
    mail::enqueue(tx, letters);
    push::enqueue(tx, pushes);
    jobs::complete(tx, j);
    const auto counts = co_await count_unread_of(tx, std::vector(touched.begin(), touched.end()));
    co_await tx.commit();
    for (const auto& each : counts) announce(each.account, each.unread);
}

}  // namespace

void complete_letters(mail::dispatcher& post) { post.fill(std::string(to_string(news::kind::ending_soon)), complete_reminder); }

std::vector<jobs::registration> registrations(const mail::postman& carrier, announcer announce) {
    jobs::registration r;
    r.kind = "notifications.events";
    r.at_once_max = jobs_at_once_max;
    r.run = [&carrier, told = std::move(announce)](jobs::job j, pg::pool& pool) { return handle(carrier, told, std::move(j), pool); };
    std::vector<jobs::registration> all;
    all.push_back(std::move(r));
    return all;
}

}  // namespace gavel::notifications
