#include "modules/payments/rules.hpp"

#include "base/random.hpp"
#include "modules/payments/payables.hpp"

#include <algorithm>

namespace gavel::payments {
namespace {

using namespace std::chrono_literals;

constexpr auto first_minutes = 10min;  // in which most people pay
constexpr auto first_interval = 20s;
constexpr auto grace = 60s;  // after the end: the provider ends orders by its own clock
constexpr auto overdue_after = 24h;
constexpr std::chrono::hours audit_after[] = {24h, 7 * 24h, 30 * 24h};

std::string sum(std::int64_t amount, std::string_view currency) { return std::to_string(amount) + " " + std::string(currency); }

std::string ours(const attempt& a) { return sum(a.amount.amount, a.amount.currency.code()) + " " + std::string(to_string(a.state)); }

bool has_money(attempt_state s) { return s == attempt_state::held || s == attempt_state::approved || s == attempt_state::released; }

judgement found(step what, const attempt& a, std::string kind, std::string theirs, std::string detail = {}) {
    judgement j;
    j.what = what;
    j.found = finding{std::move(kind), ours(a), std::move(theirs), std::move(detail)};
    return j;
}

judgement only(step what, std::int64_t charged = 0) {
    judgement j;
    j.what = what;
    j.charged = charged;
    return j;
}

// Money is, or was, at the provider for an attempt that we know nothing good of yet.
judgement judge_first_approval(const attempt& a, const provider_order& o) {
    if (!o.actual_amount) return found(step::dispute, a, "amount_differs", "approved without an amount");
    const auto theirs = sum(*o.actual_amount, o.actual_currency);
    if (o.actual_currency != a.amount.currency.code()) return found(step::dispute, a, "converted", theirs);
    const auto partly = o.is_captured && o.captured && *o.captured <= a.amount.amount;
    if (*o.actual_amount != a.amount.amount && !(a.hold && partly)) return found(step::dispute, a, "amount_differs", theirs);
    if (o.state == provider_state::reversed || o.reversed > 0) {
        if (a.hold && !o.is_captured) return only(step::release);
        return found(step::dispute, a, "refunded_elsewhere", sum(std::max(o.reversed, std::int64_t{0}), o.actual_currency) + " reversed",
                     "given back before we had heard that it was paid");
    }
    if (!o.kind.empty() && o.kind != "purchase" && o.kind != "capture") return only(step::wait);
    if (!a.hold) return only(step::grant, a.amount.amount);
    if (!o.is_captured) return only(step::hold);
    if (!o.captured || *o.captured < 1 || *o.captured > a.amount.amount)
        return found(step::dispute, a, "amount_differs", "captured " + (o.captured ? sum(*o.captured, o.currency) : "an unknown amount"));
    return only(step::grant, *o.captured);
}

judgement judge_held(const attempt& a, const provider_order& o) {
    if (o.state == provider_state::reversed || o.reversed > 0) return only(step::release);
    if (!o.is_captured) return {};
    if (!o.captured || *o.captured < 1 || *o.captured > a.amount.amount)
        return found(step::none, a, "amount_differs", "captured " + (o.captured ? sum(*o.captured, o.currency) : "an unknown amount"));
    return only(step::grant, *o.captured);
}

judgement judge_charged(const attempt& a, const provider_order& o) {
    // A full reversal may leave out the sum.
    const auto reversed = o.state == provider_state::reversed && o.reversed == 0 ? a.captured : o.reversed;
    if (reversed > a.refunded + a.refunding)
        return found(step::none, a, "refunded_elsewhere", sum(reversed, o.currency) + " reversed",
                     "we ordered " + sum(a.refunded + a.refunding, o.currency));
    if (reversed < a.refunded)
        return found(step::none, a, "status_went_back", sum(reversed, o.currency) + " reversed",
                     "we have booked " + sum(a.refunded, o.currency));
    return {};
}

}  // namespace

std::optional<subject> parse_subject(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon > 20) return std::nullopt;
    const auto kind = text.substr(0, colon);
    if (!std::ranges::all_of(kind, [](char c) { return c >= 'a' && c <= 'z'; })) return std::nullopt;
    const auto key = id<struct any_tag>::parse(text.substr(colon + 1));
    if (!key) return std::nullopt;
    return subject{std::string(kind), key->value};
}

judgement judge(const attempt& a, const provider_order& o) {
    if (a.state == attempt_state::disputed) return {};
    if (a.provider_payment && !o.number.empty() && *a.provider_payment != o.number)
        return found(step::none, a, "other_payment_number", o.number, *a.provider_payment);
    const auto unfit = has_money(a.state) ? step::none : step::dispute;
    if (o.currency != a.amount.currency.code()) return found(unfit, a, "currency_differs", sum(o.amount, o.currency));
    if (o.amount != a.amount.amount) return found(unfit, a, "amount_differs", sum(o.amount, o.currency));
    switch (o.state) {
        case provider_state::created:
        case provider_state::processing:
            if (has_money(a.state))
                return found(step::none, a, "status_went_back", o.state == provider_state::created ? "created" : "processing");
            return is_live(a.state) ? only(step::wait) : judgement();
        case provider_state::declined:
        case provider_state::expired: {
            if (a.state == attempt_state::released) return {};
            const bool declined = o.state == provider_state::declined;
            if (has_money(a.state)) return found(step::none, a, "status_went_back", declined ? "declined" : "expired");
            return is_live(a.state) ? only(declined ? step::decline : step::expire) : judgement();
        }
        case provider_state::approved:
        case provider_state::reversed: break;
    }
    if (a.state == attempt_state::approved) return judge_charged(a, o);
    if (a.state == attempt_state::held) return judge_held(a, o);
    if (a.state == attempt_state::released) return {};
    return judge_first_approval(a, o);
}

std::size_t confirmed_refunds(const attempt& a, std::span<const operation> waiting, const provider_order& o) {
    if (a.state != attempt_state::approved) return 0;
    const auto reversed = o.state == provider_state::reversed && o.reversed == 0 ? a.captured : o.reversed;
    auto covered = a.refunded;
    std::size_t count = 0;
    for (const auto& each : waiting) {
        if (each.kind != operation_kind::refund || each.tries == 0) break;
        covered += each.amount.amount;
        if (covered > reversed) break;
        ++count;
    }
    return count;
}

payment_state settled_state(const attempt& a) {
    if (a.refunding > 0) return payment_state::refunding;
    if (a.refunded == 0) return payment_state::approved;
    return a.refunded == a.captured ? payment_state::refunded : payment_state::refunded_part;
}

std::optional<instant> next_check(const attempt& a, instant now, const check_times& times) {
    if (is_live(a.state)) {
        if (now > a.expires_at + overdue_after) return std::nullopt;
        const auto interval =
            now < a.created_at + first_minutes ? std::min<std::chrono::seconds>(first_interval, times.interval) : times.interval;
        const instant by_interval = now + interval;
        // Once shortly after the end, when the provider should know; after that seldom.
        if (now < a.expires_at + grace) return std::min<instant>(by_interval, a.expires_at + grace);
        return now + std::max<std::chrono::seconds>(interval, 1h);
    }
    if (a.state == attempt_state::held) return now + 6h;
    if (a.state == attempt_state::approved && static_cast<std::size_t>(a.audits) < std::size(audit_after))
        return std::max<instant>(now + 1h, a.created_at + audit_after[static_cast<std::size_t>(a.audits)]);
    return std::nullopt;
}

bool is_audit_due(const attempt& a, instant now) {
    const auto done = static_cast<std::size_t>(a.audits);
    return a.state == attempt_state::approved && done < std::size(audit_after) && now >= a.created_at + audit_after[done];
}

bool is_overdue(const attempt& a, instant now) { return is_live(a.state) && now > a.expires_at + overdue_after; }

std::chrono::seconds operation_wait(int tries) {
    constexpr std::chrono::seconds first{5}, longest{3600};
    auto wait = first;
    for (int i = 1; i < tries && wait < longest; ++i) wait *= 2;
    return std::min(wait, longest);
}

std::string random_order(payment_id of) { return "g" + of.text() + "-" + random_token(16); }

}  // namespace gavel::payments
