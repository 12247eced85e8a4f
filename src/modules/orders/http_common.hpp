// Private to this folder: what the routes of orders have in common.
#pragma once
#include "modules/orders/http.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::orders {

visitor visitor_of(const http::request& r);  // throws refusal: sign_in_required

// The order as the visitor sees it now, or the problem.
http::awaitable<http::reply> order_reply(counter c, http::request& r, order_id id, bool is_new = false);
// After an act: the problem, or the order as it is now.
http::awaitable<http::reply> after_act(counter c, http::request& r, order_id id, const result<void>& done);

std::vector<std::int64_t> read_ids(http::form& f, std::string_view field, std::size_t min, std::size_t max, bool required);

}  // namespace gavel::orders
