// Where an order goes to. Pure.
#pragma once
#include <boost/json/object.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::http {
class form;
}

namespace gavel::orders {

inline constexpr std::array<std::string_view, 3> place_names{"branch", "locker", "door"};
inline constexpr std::array<std::string_view, 4> carrier_names{"nova_poshta", "ukrposhta", "meest", "courier"};

class delivery {
public:
    delivery() {}

    std::string method;                // one of lots::shipping_names
    std::optional<std::string> place;  // one of place_names; none: pick-up
    std::string recipient, phone;      // +380671234567
    std::optional<std::string> city, point, street, postcode, note;

    bool operator==(const delivery&) const = default;
};

// Rejects in the form whatever does not fit together and says what would: a carrier's places, an address for the door, a number for a
// branch.
delivery read_delivery(http::form& f);
boost::json::object to_json(const delivery& d);

// "+380671234567" of what people write: "067 123-45-67", "380 67 ...", "+38 (067) ...". Nothing if it is no phone number.
std::optional<std::string> parse_phone(std::string_view written);

// In one line, as on a parcel: "Київ, відділення 12". Without the recipient.
std::string address_line(const delivery& d, std::string_view language_code);

// Where the carrier shows a parcel; empty if it has no such page.
std::string tracking_url(std::string_view carrier, std::string_view number);
bool needs_tracking(std::string_view method);

}  // namespace gavel::orders
