#include "modules/newsletters/campaigns.hpp"

#include "modules/mail/letters.hpp"
#include "modules/newsletters/errors.hpp"
#include "modules/newsletters/letters.hpp"
#include "modules/newsletters/repository_subscribers.hpp"
#include "platform/http/problems.hpp"

#include <algorithm>

namespace gavel::newsletters {
namespace {

bool is_whole(const campaign_text& t) { return !t.subject.empty() && !t.body.empty(); }

}  // namespace

awaitable<campaign> campaigns::create(account_id author, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto id = co_await insert_campaign(tx, author);
    auto made = co_await find_campaign(tx, id);
    co_await tx.commit();
    co_return std::move(made).value();
}

awaitable<result<campaign>> campaigns::find(campaign_id id, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto found = co_await find_campaign(tx, id);
    if (!found) co_return refuse(http::not_found);
    co_return std::move(*found);
}

awaitable<campaign_page> campaigns::list(std::optional<campaign_id> before, std::int64_t limit, pg::deadline until) {
    campaign_page page;
    page.items = co_await list_campaigns(pool_, until, before, limit + 1);
    if (std::ssize(page.items) > limit) {
        page.items.resize(static_cast<std::size_t>(limit));
        page.next = page.items.back().id;
    }
    co_return page;
}

awaitable<result<campaign>> campaigns::change(campaign_id id, campaign_changes wanted, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await lock_campaign(tx, id);
    if (!state) co_return refuse(http::not_found);
    if (*state != campaign_state::draft) co_return refuse(campaign_state_conflict, {{"state", to_string(*state)}});
    if (wanted.to) {
        const bool known = co_await are_categories(tx, wanted.to->category_ids);
        if (!known) co_return no_such_category();
        store_segment(tx, id, *wanted.to);
    }
    for (const auto& each : wanted.texts) store_text(tx, id, each);
    auto changed = co_await find_campaign(tx, id);
    co_await tx.commit();
    co_return std::move(changed).value();
}

awaitable<audience> campaigns::count(segment to, pg::deadline until) {
    audience a;
    auto tx = co_await pool_.begin(until);
    a.people = co_await count_audience(tx, to);
    co_await tx.rollback();
    a.can_send = carrier_.open();
    if (!a.can_send) co_return a;
    const auto& settings = carrier_.settings();
    const auto left = co_await count_departures(pool_, until, settings.account_name());
    const auto speed = pace_of(settings.limits());
    a.per_day = speed.per_day;
    a.takes = time_for(a.people, speed, left);
    co_return a;
}

awaitable<result<void>> campaigns::send_test(campaign_id id, language lang, account_id operator_account, pg::deadline until) {
    const auto mine = co_await address_of(pool_, until, operator_account);
    if (!mine) co_return refuse(http::sign_in_required);
    auto tx = co_await pool_.begin(until);
    const auto found = co_await find_campaign(tx, id);
    if (!found) co_return refuse(http::not_found);
    const auto text = std::ranges::find(found->texts, lang, &campaign_text::lang);
    if (text == found->texts.end() || !is_whole(*text)) co_return refuse(campaign_unwritten, {{"language", to_string(lang)}});
    std::vector<mail::letter> letters(1, test_letter(*text, mine->address, id, carrier_));
    mail::enqueue(tx, letters);
    co_await tx.commit();
    co_return result<void>();
}

// Half a text would leave as it is; nobody wants that.
awaitable<result<void>> campaigns::ready_to_leave(pg::transaction& tx, campaign_id id) {
    const auto found = co_await find_campaign(tx, id);
    if (found->texts.empty()) co_return refuse(campaign_unwritten);
    const auto half = std::ranges::find_if_not(found->texts, is_whole);
    if (half != found->texts.end()) co_return refuse(campaign_unwritten, {{"language", to_string(half->lang)}});
    const auto people = co_await count_audience(tx, found->to);
    if (people == 0) co_return refuse(campaign_without_recipients);
    co_return result<void>();
}

awaitable<result<campaign>> campaigns::obey(campaign_id id, command c, std::optional<instant> at, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const auto state = co_await lock_campaign(tx, id);
    if (!state) co_return refuse(http::not_found);
    const auto next = state_after(*state, c);
    if (!next) co_return refuse(campaign_state_conflict, {{"state", to_string(*state)}});
    if (c == command::schedule) {
        const auto ready = co_await ready_to_leave(tx, id);
        if (!ready) co_return std::unexpected(ready.error());
    }
    if (*next != *state || c == command::schedule) store_state(tx, id, *next, at);
    auto changed = co_await find_campaign(tx, id);
    co_await tx.commit();
    co_return std::move(changed).value();
}

mail::rendered_letter campaigns::preview(const campaign_text& text) const { return newsletters::preview(text, carrier_); }

}  // namespace gavel::newsletters
