#include "modules/orders/options.hpp"

namespace gavel::orders {

void options::declare(config::table& t) {
    t.integer("orders.pay_hours", pay_hours, 1, 720, "Hours a buyer has to pay");
    t.integer("orders.pay_grace_minutes", pay_grace_minutes, 0, 1440, "Minutes that a payment begun in time may still need after them");
    t.integer("orders.reminder_hours_1", reminder_hours_1, 1, 720, "Hours after which the buyer is reminded to pay for the first time");
    t.integer("orders.reminder_hours_2", reminder_hours_2, 1, 720, "Hours after which the buyer is reminded for the second time");
    t.integer("orders.reminder_hours_3", reminder_hours_3, 1, 720, "Hours after which the buyer is reminded for the last time");
    t.integer("orders.ship_business_days", ship_business_days, 1, 30,
              "Working days a seller has to send what is paid; then the buyer may cancel");
    t.integer("orders.receive_days", receive_days, 1, 60, "Days after sending at which an order counts as received");
    t.integer("orders.dispute_days", dispute_days, 1, 60, "Days after receipt in which a dispute can be opened; then the seller is paid");
    t.integer("orders.settle_days", settle_days, 1, 60, "Days a moderator has to settle a dispute");
    t.integer("orders.second_chance_days", second_chance_days, 1, 365,
              "Days after the end of an auction in which a second chance can be offered");
    t.integer("orders.queue_hours", queue_hours, 1, 168, "Hours each runner-up of the automatic queue has to answer");
    t.integer("orders.queue_max", queue_max, 1, 10, "Runners-up whom the automatic queue asks");
    t.integer("orders.strike_days", strike_days, 1, 3650, "Days that an order left unpaid counts against its buyer");
    t.integer("orders.suspension_days", suspension_days, 1, 3650, "Days that the third unpaid order suspends its buyer");
}

}  // namespace gavel::orders
