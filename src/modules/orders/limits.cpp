#include "modules/orders/limits.hpp"

#include <array>
#include <chrono>

namespace gavel::orders {
namespace {

using namespace std::chrono;
using enum order_state;

constexpr auto kyiv_winter = hours(2);

bool is_weekend(sys_days day) {
    const weekday d(day);
    return d == Saturday || d == Sunday;
}

std::optional<instant> due_of(order_state s, instant now, const options& limits) {
    switch (s) {
        case awaiting_payment: return now + hours(limits.pay_hours);
        case paid: return add_business_days(now, limits.ship_business_days);
        case shipped: return now + days(limits.receive_days);
        case received: return now + days(limits.dispute_days);
        case disputed: return now + days(limits.settle_days);
        default: return std::nullopt;
    }
}

std::optional<instant> next_reminder(const order& o, const options& limits) {
    const std::array after{limits.reminder_hours_1, limits.reminder_hours_2, limits.reminder_hours_3};
    if (o.reminders >= std::ssize(after)) return std::nullopt;
    const auto at = o.entered_at + hours(after[static_cast<std::size_t>(o.reminders)]);
    if (at >= *o.due_at) return std::nullopt;
    return at;
}

instant payment_ends(const order& o, const options& limits) { return *o.due_at + minutes(limits.pay_grace_minutes); }

}  // namespace

instant add_business_days(instant from, std::int64_t count) {
    const auto local = from + kyiv_winter;
    auto day = floor<days>(local);
    const auto time_of_day = local - day;
    while (count > 0) {
        day += days(1);
        if (!is_weekend(day)) --count;
    }
    return instant(day + time_of_day - kyiv_winter);
}

void enter(order& o, order_state into, instant now, const options& limits, std::optional<instant> answer_until) {
    o.state = into;
    o.entered_at = now;
    o.due_at = into == second_chance ? answer_until : due_of(into, now, limits);
    o.reminders = 0;
    o.overdue = false;
    o.look_at = next_look(o, limits);
}

std::optional<instant> next_look(const order& o, const options& limits) {
    switch (o.state) {
        case second_chance:
        case shipped:
        case received: return o.due_at;
        case awaiting_payment: return next_reminder(o, limits).value_or(payment_ends(o, limits));
        case paid: return o.overdue ? std::nullopt : o.due_at;
        default: return std::nullopt;
    }
}

instant second_chance_ends(instant closed_at, const options& limits) { return closed_at + days(limits.second_chance_days); }

due_step step_due(const order& o, instant now, const options& limits) {
    if (!o.due_at) return due_step::nothing;
    const bool over = now >= *o.due_at;
    switch (o.state) {
        case second_chance: return over ? due_step::expire_offer : due_step::nothing;
        case shipped: return over ? due_step::receive : due_step::nothing;
        case received: return over ? due_step::complete : due_step::nothing;
        case paid: return over && !o.overdue ? due_step::mark_overdue : due_step::nothing;
        case awaiting_payment: {
            if (now >= payment_ends(o, limits)) return due_step::give_up;
            const auto reminder = next_reminder(o, limits);
            return reminder && now >= *reminder && !over ? due_step::remind : due_step::nothing;
        }
        default: return due_step::nothing;
    }
}

sanction sanction_for(std::int64_t strikes) {
    if (strikes >= 3) return sanction::suspension;
    return strikes == 2 ? sanction::deposit : sanction::warning;
}

}  // namespace gavel::orders
