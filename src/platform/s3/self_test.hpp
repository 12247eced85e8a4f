// Whether the store can do what is asked of it, tried out with a small object, and if not, what to mend.
#pragma once
#include "platform/s3/client.hpp"
#include "platform/s3/error.hpp"

#include <string>
#include <vector>

namespace gavel::s3 {

// One sentence for each thing that is wrong; none: all is well. `site_origin` is where browsers upload from (scheme://host[:port]); empty:
// nobody does. Nothing is left behind.
awaitable<std::vector<std::string>> self_test(client& store, std::string site_origin, deadline until);

// What a refusal means and what to do about it. `task` completes "the key may not …". Pure.
std::string advice(const refused& why, const options& chosen, std::string_view task);

}  // namespace gavel::s3
