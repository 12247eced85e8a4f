// Fees: what is charged for what, and when.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::fees {

using fee_id = id<struct fee_tag>;

inline constexpr std::string_view listing_kind = "listing", commission_kind = "commission", premium_kind = "premium";
inline constexpr std::string_view service_prefix = "service:";

inline constexpr std::size_t bands_max = 20, note_max = 300;
inline constexpr std::int64_t points_max = 10'000;  // all of it

// A fee begins and is taken back at least this long before it applies; tables that servers keep are never older (fees.cache_s).
inline constexpr std::chrono::seconds ahead{60};

// Part of a price from `from` (minor units) up to the next band's; charged with `points` hundredths of a per cent.
struct band {
    std::int64_t from = 0, points = 0;
    bool operator==(const band&) const = default;
};

// Valid from `from` on, until `until` or for good; half-open. Classes that pass through co_await have constructors.
class period {
public:
    period() {}
    period(instant from_, std::optional<instant> until_) : from(from_), until(until_) {}

    instant from;
    std::optional<instant> until;

    bool holds(instant at) const { return from <= at && (!until || at < *until); }
    bool overlaps(const period& other) const { return (!until || other.from < *until) && (!other.until || from < *other.until); }
    bool operator==(const period&) const = default;
};

class fee {
public:
    fee() {}

    fee_id id;
    std::string kind;
    gavel::currency currency;
    std::int64_t amount = 0;  // of kinds without bands
    std::vector<band> bands;  // of commission and premium
    period valid;
};

// As moderators see it.
class fee_entry {
public:
    fee_entry() {}

    fee what;
    std::optional<std::string> note;
    std::optional<account_id> set_by;
    std::optional<std::string> set_by_name;
    instant set_at;
};

inline bool is_by_bands(std::string_view kind) { return kind == commission_kind || kind == premium_kind; }

}  // namespace gavel::fees
