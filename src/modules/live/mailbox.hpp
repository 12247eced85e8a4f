// What one live stream has not shown yet. Holds at most the newest standing of each of its lots and one count, however slow the reader is.
// Used only on the io thread of its stream.
#pragma once
#include "modules/live/change.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::live {

inline constexpr std::size_t stream_lots_max = 50;

class mailbox {
public:
    // `last_event_id`: what the reader has seen already ("7:3,9:12"); anything malformed in it is ignored.
    mailbox(std::vector<lot_id> lots, std::optional<account_id> account, std::string_view last_event_id);

    std::vector<lot_id> lots() const;
    const std::optional<account_id>& account() const { return account_; }

    void offer(const shared_change& event);  // ignored unless newer than what was shown or waits
    void offer_unread(std::int64_t unread) { unread_ = unread; }
    // What was read when the stream began: whatever was told since is newer.
    void offer_first_unread(std::int64_t unread) {
        if (!unread_) unread_ = unread;
    }
    bool has_news() const { return waiting_ > 0 || unread_.has_value(); }

    // Everything that waits, as text/event-stream; afterwards it counts as shown.
    std::string take(instant server_time);

    // The same when the stream follows one lot and nothing but its change waits: the text, standing_event(), is then that of every such
    // stream. Otherwise nothing, and nothing is taken.
    shared_change take_only_change();

private:
    struct slot {
        lot_id lot;
        std::int64_t shown = 0;  // version
        shared_change waiting;
    };
    slot* slot_of(lot_id lot);
    std::string event_id() const;  // every lot of the stream with the version shown last

    std::vector<slot> slots_;  // by lot
    std::optional<account_id> account_;
    std::size_t waiting_ = 0;
    std::optional<std::int64_t> unread_;
};

// The event of a stream that follows only this lot.
std::string standing_event(const change& event, instant server_time);

}  // namespace gavel::live
