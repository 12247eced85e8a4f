// What one live stream has not shown yet. Holds at most the newest standing of each of its lots and one count, however slow the reader is.
// Used only on the io thread of its stream.
#pragma once
#include "modules/bidding/live_event.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::bidding {

inline constexpr std::size_t stream_lots_max = 50;

class mailbox {
public:
    // `last_event_id`: what the reader has seen already ("7:3,9:12"); anything malformed in it is ignored.
    mailbox(std::vector<lot_id> lots, std::optional<account_id> account, std::string_view last_event_id);

    const std::vector<lot_id>& lots() const { return lots_; }
    const std::optional<account_id>& account() const { return account_; }

    void offer(const shared_standing& event);  // ignored unless newer than what was shown or waits
    void offer_unread(std::int64_t unread);
    bool has_news() const { return waiting_ > 0 || unread_.has_value(); }

    // Everything that waits, as text/event-stream; afterwards it counts as shown.
    std::string take(instant server_time);

    // Called when news arrive.
    void on_news(std::function<void()> wake) { wake_ = std::move(wake); }

private:
    struct slot {
        std::int64_t shown = 0;  // version
        shared_standing waiting;
    };
    std::string event_id() const;  // every lot of the stream with the version shown last

    std::vector<lot_id> lots_;
    std::optional<account_id> account_;
    std::map<lot_id, slot> slots_;
    std::size_t waiting_ = 0;
    std::optional<std::int64_t> unread_;
    std::function<void()> wake_;
};

}  // namespace gavel::bidding
