// Settings of orders: time limits (§2.2 of the auction rules).
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>

namespace gavel::orders {

struct options {
    std::int64_t pay_hours = 72;
    std::int64_t pay_grace_minutes = 15;  // for a payment that was begun in time
    std::int64_t reminder_hours_1 = 24, reminder_hours_2 = 48, reminder_hours_3 = 66;
    std::int64_t ship_business_days = 3;
    std::int64_t receive_days = 14;  // after it was sent
    std::int64_t dispute_days = 14;  // after it was received
    std::int64_t settle_days = 10;
    std::int64_t second_chance_days = 60;  // after the end of the auction
    std::int64_t queue_hours = 24;
    std::int64_t queue_max = 2;
    std::int64_t strike_days = 365;  // that a strike counts
    std::int64_t suspension_days = 90;

    void declare(config::table& t);
};

}  // namespace gavel::orders
