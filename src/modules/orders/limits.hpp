// The time limits of an order: what is due when, and what happens then. Pure.
#pragma once
#include "modules/orders/model.hpp"
#include "modules/orders/options.hpp"

#include <cstdint>
#include <optional>

namespace gavel::orders {

// The same time of day that many working days later (Monday to Friday, by the clock of Kyiv without its summer time).
instant add_business_days(instant from, std::int64_t days);

// The order has come into this state: since when, until when, and when to look at it again. A second chance lives until `answer_until`.
void enter(order& o, order_state into, instant now, const options& limits, std::optional<instant> answer_until = {});

// When the worker has something to do next.
std::optional<instant> next_look(const order& o, const options& limits);

// Until then a lot whose auction ended at that time may be offered to the next bidder.
instant second_chance_ends(instant closed_at, const options& limits);

enum class due_step { nothing, remind, give_up, expire_offer, mark_overdue, receive, complete };
due_step step_due(const order& o, instant now, const options& limits);

// What an unpaid order leads to, by how many of them count.
enum class sanction { warning, deposit, suspension };
inline constexpr std::array<std::string_view, 3> sanction_names{"warning", "deposit", "suspension"};
constexpr std::string_view to_string(sanction s) { return sanction_names[static_cast<std::size_t>(s)]; }
sanction sanction_for(std::int64_t strikes);

}  // namespace gavel::orders
