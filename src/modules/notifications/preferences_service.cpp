#include "modules/notifications/preferences_service.hpp"

#include "modules/mail/letters.hpp"
#include "modules/mail/link_key.hpp"
#include "modules/notifications/digest.hpp"
#include "modules/notifications/errors.hpp"
#include "modules/notifications/repository_preferences.hpp"
#include "modules/push/messages.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <chrono>

namespace gavel::notifications {
namespace {

// What waits and is no longer wanted.
std::vector<std::string> unwanted_letters(const preferences& p) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < news::kind_names.size(); ++i) {
        const auto kind = static_cast<news::kind>(i);
        if (!is_required(kind, channel::mail) && !p.wants(kind, channel::mail)) names.emplace_back(to_string(kind));
    }
    if (p.digest == digest::off) names.emplace_back(digest_letter);
    return names;
}

std::vector<std::string> unwanted_pushes(const preferences& p) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < news::kind_names.size(); ++i)
        if (!p.wants(static_cast<news::kind>(i), channel::push)) names.emplace_back(news::kind_names[i]);
    return names;
}

std::unexpected<error> no_such_zone() {
    boost::json::object fault{{"field", "time_zone"}, {"code", "not_allowed"}};
    return refuse(http::invalid_input, {{"errors", boost::json::array{std::move(fault)}}});
}

void apply(preferences& p, const preference_changes& c) {
    for (const auto& each : c.choices) p.choose(each.kind, each.channel, each.wanted);
    if (c.has_quiet) p.quiet = c.quiet;
    if (c.time_zone) p.time_zone = *c.time_zone;
    if (c.digest) p.digest = *c.digest;
}

}  // namespace

awaitable<std::pair<std::string, std::string>> local_time(account_id account, instant at, pg::pool& pool) {
    co_return co_await read_local_time(pool, runtime::within(std::chrono::seconds(10)), account, at);
}

awaitable<preferences> preferences_service::find(account_id account, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    std::vector<account_id> one(1, account);
    auto found = co_await read_wishes(tx, std::move(one));
    co_return std::move(found.at(account).wishes);
}

awaitable<result<preferences>> preferences_service::change(account_id account, preference_changes wanted, pg::deadline until) {
    std::erase_if(wanted.choices, [](const auto& each) { return is_required(each.kind, each.channel); });
    auto tx = co_await pool_.begin(until);
    if (wanted.time_zone) {
        const bool known = co_await is_time_zone(tx, *wanted.time_zone);
        if (!known) co_return no_such_zone();
    }
    co_await lock_settings(tx, account);
    std::vector<account_id> one(1, account);
    auto found = co_await read_wishes(tx, std::move(one));
    auto p = std::move(found.at(account).wishes);
    apply(p, wanted);
    store_choices(tx, account, wanted.choices);
    if (wanted.has_quiet || wanted.time_zone || wanted.digest) store_settings(tx, account, p);
    mail::withdraw(tx, account, unwanted_letters(p));
    push::withdraw(tx, account, unwanted_pushes(p));
    co_await tx.commit();
    co_return p;
}

awaitable<void> preferences_service::load_key(pg::deadline until) {
    if (key_.empty()) key_ = co_await mail::read_link_key(pool_, until);
}

awaitable<result<opened_link>> preferences_service::open(std::string token, pg::deadline until) {
    co_await load_key(until);
    const auto read = mail::verify(key_, token);
    if (!read) co_return refuse(letter_link_invalid);
    const auto lang = co_await language_of(pool_, until, read->account);
    if (!lang) co_return refuse(letter_link_invalid);  // the account has gone
    opened_link link;
    link.token = *read;
    link.lang = *lang;
    co_return link;
}

awaitable<result<opened_link>> preferences_service::unsubscribe(std::string token, pg::deadline until) {
    auto link = co_await open(std::move(token), until);
    if (!link) co_return link;
    preference_changes wanted;
    const auto kind = kind_named(link->token.letter);
    if (kind) wanted.choices.push_back({*kind, channel::mail, false});
    else if (link->token.letter == digest_letter) wanted.digest = digest::off;
    const auto changed = co_await change(link->token.account, std::move(wanted), until);
    if (!changed) co_return std::unexpected(changed.error());
    co_return link;
}

}  // namespace gavel::notifications
