// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/money.hpp"
#include "base/time.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::notifications {

using notification_id = id<struct notification_tag>;

inline constexpr std::array<std::string_view, 5> kinds{"outbid", "won", "lost", "sold", "unsold"};

// What bidding and closing announce, once per (account, lot, kind, seq).
struct event {
    std::string kind;
    account_id account;
    lot_id lot;
    std::optional<money> price;  // at that moment
    std::int64_t seq = 0;
};

struct notification {
    notification_id id;
    std::string kind;
    lot_id lot;
    std::string lot_title;
    std::optional<money> price;
    instant created_at;
    bool read = false;
};

// How many messages of an account are unread, counted up to 1000.
struct unread_count {
    account_id account;
    std::int64_t unread = 0;
};

}  // namespace gavel::notifications
