// The query of the list page in the one spelling that the application uses for the page and for its GET /lots.
#pragma once
#include "modules/catalogue/first_answers.hpp"
#include "platform/http/request.hpp"

#include <string_view>

namespace gavel::catalogue {

// Known keys in the contract's order, defaults left out, what is not understood dropped (web/app/utils/lot-query.ts does the same).
query_pairs list_pairs(const http::request& r);

std::string_view value_of(const query_pairs& pairs, std::string_view name);  // empty if it is not there

}  // namespace gavel::catalogue
