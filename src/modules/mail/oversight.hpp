// What the operator sees of the letters and does about them: `gavel mail`.
#pragma once
#include "base/time.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::mail {

using pg::awaitable;

struct sender_status {
    std::string name;
    bool held = false, bulk_held = false;
    std::optional<instant> paused_until;  // if it still is
    std::string pause_reason;
    int slowness = 0;
    std::int64_t left_in_window = 0;  // letters of the last 24 hours
};

struct queue_status {
    std::string letter_class;
    std::int64_t waiting = 0, sending = 0;
    std::int64_t oldest_due_s = 0;                                                            // how late the first one is
    std::int64_t sent_today = 0, refused_today = 0, given_up_today = 0, held_back_today = 0;  // in the last 24 hours
};

struct mail_status {
    std::vector<sender_status> senders;
    std::vector<queue_status> queues;  // one for each class
    std::int64_t suppressed_addresses = 0;
};

struct failed_letter {
    std::int64_t id = 0;
    std::string name, state, last_said;  // never the address
    int attempts = 0;
    instant finished_at;
};

awaitable<mail_status> read_status(pg::pool& pool, pg::deadline until);
awaitable<std::vector<failed_letter>> read_failed(pg::pool& pool, pg::deadline until, std::int64_t limit);  // newest first

// Every letter that was given up, at most `limit`, gets a new series of attempts. Returns how many.
awaitable<std::int64_t> retry_given_up(pg::pool& pool, pg::deadline until, std::int64_t limit);

// Of every account: nothing leaves until resumed; resuming also ends what the mail server's answers have stopped.
awaitable<std::int64_t> pause_all(pg::pool& pool, pg::deadline until, const std::string& sender);
awaitable<std::int64_t> resume_all(pg::pool& pool, pg::deadline until);

// False: it was so already.
awaitable<bool> suppress_address(pg::pool& pool, pg::deadline until, const std::string& address);
awaitable<bool> allow_address(pg::pool& pool, pg::deadline until, const std::string& address);

}  // namespace gavel::mail
