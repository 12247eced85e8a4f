// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::notifications {

using notification_id = id<struct notification_tag>;

struct notification {
    notification_id id;
    std::string kind;  // one of news::kind_names
    lot_id lot;
    std::string lot_title;
    std::optional<money> price;             // at that moment
    std::optional<money> max;               // what a lowered reserve left of the account's maximum
    std::optional<instant> ends_at;         // where the end moved to
    std::int64_t found = 0;                 // lots that a saved search has found; `lot` is the newest of them
    std::string search_name, search_query;  // of the one search that has found them; empty: several
    std::optional<std::int64_t> order;      // of which order
    std::string reason;                     // of whoever acted; of order_shipped the tracking number; empty: none
    instant created_at;
    bool read = false;
};

// How many messages of an account are unread, counted up to 1000.
struct unread_count {
    account_id account;
    std::int64_t unread = 0;
};

}  // namespace gavel::notifications
