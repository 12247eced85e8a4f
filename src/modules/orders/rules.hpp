// Who may do what with an order, and when. Pure.
#pragma once
#include "base/error.hpp"
#include "modules/orders/model.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <vector>

namespace gavel::orders {

struct obstacle {
    const problem* why = nullptr;  // null: there is none
    std::optional<instant> from;   // when it goes away by itself

    explicit operator bool() const { return why != nullptr; }
};
obstacle why_not(command c, const order& o, party by, instant now);

// What this party may do now, in the order of the enumerators.
std::vector<command> allowed(const order& o, party by, instant now);

// What a party could ever do with an order: what a page shows, allowed or not.
bool concerns(command c, party by);

// With `state` and `allowed`, so that whoever is refused learns what would be accepted.
std::unexpected<error> refuse_about(const order& o, party by, instant now, const obstacle& what, boost::json::object more = {});

}  // namespace gavel::orders
