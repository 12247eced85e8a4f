#include "modules/payments/service.hpp"

#include "base/text.hpp"
#include "modules/payments/errors.hpp"
#include "modules/payments/repository.hpp"
#include "modules/payments/rules.hpp"
#include "modules/payments/settling.hpp"
#include "platform/http/problems.hpp"
#include "platform/observe/log.hpp"

#include <algorithm>

namespace gavel::payments {
namespace {

using namespace std::chrono_literals;

constexpr auto shortest_life = 60s;      // of a page; less is no time to type a card in
constexpr auto longest_life = 14 * 24h;  // the gateway's own bound is far beyond
constexpr auto after_call = 10s;         // for writing down what came of a call
constexpr std::size_t title_max = 300, return_path_max = 300;
constexpr auto not_asked_within = 5s;
constexpr std::int64_t attempts_per_hour_max = 20;  // of one payment: every one is an order at the provider
constexpr std::string_view locked_by_another = "55P03";

metrics::counter opened_counter(metrics::registry& m, const char* outcome) {
    return m.add_counter("gavel_payments_opened_total", "Attempts to open the provider's page", {{"outcome", outcome}});
}

bool is_same_bill(const payment& p, const bill& b) { return p.payer == b.payer && p.amount == b.due && p.hold == b.hold; }

void take_over(payment& p, const bill& b) {
    p.title = first_code_points(b.title, title_max);
    p.what = b.what;
    p.return_path = b.return_path;
    p.pay_until = b.pay_until;
}

}  // namespace

service::service(pg::pool& pool, provider& by, const payables& things, const options& settings, metrics::registry& m)
    : pool_(pool),
      provider_(by),
      things_(things),
      settings_(settings),
      opened_(opened_counter(m, "open")),
      not_opened_(opened_counter(m, "failed")) {}

awaitable<result<started>> service::begin(account_id who, subject of, language lang, pg::deadline until) {
    if (!provider_.is_set_up()) co_return refuse(not_set_up);
    auto ready = co_await prepare(who, std::move(of), until);
    if (!ready) co_return std::unexpected(ready.error());
    if (ready->is_open) {
        started s;
        s.id = ready->of.id;
        s.state = ready->of.state;
        s.checkout_url = *ready->next.checkout_url;
        co_return s;
    }
    co_return co_await open(std::move(*ready), lang);
}

awaitable<result<service::prepared>> service::prepare(account_id who, subject of, pg::deadline until) {
    auto* thing = things_.find(of.kind);
    if (!thing) co_return refuse(unknown_subject);
    auto tx = co_await pool_.begin(until);
    auto asked = co_await thing->bill_of(tx, who, of.id);
    if (!asked) co_return std::unexpected(asked.error());
    asked->title = first_code_points(asked->title, title_max);
    asked->return_path = asked->return_path.substr(0, return_path_max);
    if (!provider_.takes(asked->due.currency.code())) co_return refuse(currency_not_taken);
    bool busy = false;
    try {
        auto ready = co_await prepare(tx, of, *asked);
        if (ready) co_await tx.commit();
        co_return ready;
    } catch (const pg::error& e) {
        busy = e.sqlstate() == locked_by_another;
        if (!busy) throw;
    }
    co_return refuse(payment_busy, {{"retry_after_s", 2}});
}

awaitable<result<service::prepared>> service::prepare(pg::transaction& tx, const subject& of, const bill& b) {
    const bool paid = co_await repository::is_paid(tx, of, payment_id{0});
    if (paid) co_return refuse(already_paid);
    prepared ready;
    const auto now = co_await repository::now(tx);
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(b.pay_until - now);
    const auto life = std::min<std::chrono::seconds>({left, std::chrono::seconds(settings_.page_life_s), longest_life});
    if (life < shortest_life) co_return refuse(too_late_to_pay);
    ready.life_s = life.count();
    auto earlier = co_await repository::lock_payable_again(tx, of);
    if (earlier) {
        const auto attempts = co_await repository::lock_attempts(tx, earlier->id);
        const auto recent = std::ranges::count_if(attempts, [&](const attempt& a) { return a.created_at > now - 1h; });
        for (const auto& each : attempts) {
            if (each.state == attempt_state::disputed) co_return refuse(under_review);
            const bool called = each.state == attempt_state::created && now < each.created_at + settings_.call_timeout() + after_call;
            if (called) co_return refuse(payment_busy, {{"retry_after_s", 2}});
            const bool open = each.state == attempt_state::pending && each.checkout_url && each.expires_at > now + page_life_min;
            if (!open || !is_same_bill(*earlier, b)) continue;
            ready.of = *earlier;
            ready.next = each;
            ready.is_open = true;
            co_return ready;
        }
        if (recent >= attempts_per_hour_max) co_return refuse(http::too_many_requests, {{"retry_after_s", 3600}});
    }
    if (earlier && !is_same_bill(*earlier, b)) {
        if (is_live(earlier->state)) {
            earlier->state = payment_state::expired;
            repository::save_payment(tx, *earlier);
        }
        earlier.reset();
    }
    if (earlier) {
        take_over(*earlier, b);
        earlier->state = payment_state::created;
        earlier->decline.reset();
        repository::save_payment(tx, *earlier);
        ready.of = *earlier;
    } else {
        ready.of = co_await repository::insert_payment(tx, of, b);
    }
    // Should this process end during the call, the provider is asked what it knows.
    const auto first_check = settings_.call_timeout() + after_call;
    ready.next = co_await repository::insert_attempt(tx, ready.of, provider_.name(), random_order(ready.of.id), life, first_check);
    co_return ready;
}

awaitable<result<started>> service::open(prepared p, language lang) {
    page_order o;
    o.order = p.next.provider_order;
    o.title = p.of.title;
    o.language = to_string(lang);
    o.payment = p.of.id.value;
    o.return_url = "/api/v1/payments/" + p.of.id.text() + "/return?lang=" + std::string(to_string(lang));
    o.amount = p.next.amount.amount;
    o.currency = p.next.amount.currency.code();
    o.lifetime_s = p.life_s;
    o.hold = p.next.hold;
    const auto told = co_await provider_.open(std::move(o), runtime::within(settings_.call_timeout()));
    co_await opened(p, told);
    (told.good() ? opened_ : not_opened_).add();
    if (!told.good()) co_return refuse(provider_unavailable, {{"retry_after_s", 30}});
    started s;
    s.id = p.of.id;
    s.state = payment_state::pending;
    s.checkout_url = told.value.url;
    co_return s;
}

// The provider's own message may have come before its answer; then the state is beyond this already.
awaitable<void> service::opened(const prepared& p, const answer<open_page>& told) {
    auto tx = co_await pool_.begin(runtime::within(after_call));
    auto file = co_await lock_file(tx, things_, p.of.id);
    auto& a = *file.find(p.next.id);
    if (told.good()) a.checkout_url = told.value.url;
    if (told.code != 0) a.code = told.code;
    if (a.state == attempt_state::created) {
        const bool unclear = told.why == trouble::no_answer || told.why == trouble::known;
        a.state = told.good() ? attempt_state::pending : unclear ? attempt_state::unknown : attempt_state::failed;
        auto& of = file.of;
        if (told.good() && of.state == payment_state::created) of.state = payment_state::pending;
        if (!told.good() && is_live(of.state) && !file.has_live(a.id)) {
            of.state = payment_state::declined;
            of.decline = "provider_error";
        }
        repository::save_payment(tx, of);
    }
    repository::save_attempt(tx, a);
    if (told.good()) {
        const auto now = co_await repository::now(tx);
        repository::plan_check(tx, a.id, next_check(a, now, settings_.times()), p.next.asked);
    } else {
        repository::ask_now(tx, a.id);
    }
    co_await tx.commit();
}

awaitable<std::optional<seen_payment>> service::find(account_id who, payment_id id, pg::deadline until) {
    auto found = co_await repository::find_payment(pool_, until, id);
    if (!found || found->payer != who) co_return std::nullopt;
    seen_payment seen;
    seen.of = std::move(*found);
    if (!is_live(seen.of.state)) co_return seen;
    const auto attempts = co_await repository::find_attempts(pool_, until, id);
    for (const auto& each : attempts)
        if (each.state == attempt_state::pending && each.expires_at > server_now()) seen.checkout_url = each.checkout_url;
    co_return seen;
}

awaitable<void> service::came_back(payment_id id, pg::deadline until) {
    const auto asked = co_await repository::ask_soon(pool_, until, id, not_asked_within);
    if (asked > 0) repository::due_questions().press();
}

}  // namespace gavel::payments
