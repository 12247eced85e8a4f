// When letters may leave and what an answer of the mail server changes. Pure; times are the database's.
#pragma once
#include "base/time.hpp"
#include "platform/smtp/reply.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gavel::mail {

// In the order in which they go. Only the second and the third can be turned off by their readers.
enum class letter_class { transactional, notice, bulk };
inline constexpr std::array<std::string_view, 3> class_names{"transactional", "notice", "bulk"};
constexpr std::string_view to_string(letter_class c) { return class_names[static_cast<std::size_t>(c)]; }

struct sending_limits {
    std::int64_t per_day_max = 0;  // in any 24 hours; 0: none
    std::int64_t reserve_percent = 20;
    std::chrono::milliseconds interval{0};  // between two letters
};

// The account as its row and its departures show it, under the row's lock.
struct sender_state {
    bool held = false, bulk_held = false;
    std::optional<instant> paused_until;
    int faults = 0;
    int slowness = 0;
    std::optional<instant> slowed_at;
    instant next_at;
    std::int64_t left_in_window = 0;  // letters of the last 24 hours
    std::optional<instant> oldest_in_window;
};

struct admission {
    std::vector<letter_class> classes;  // that may leave now, the first first; empty: nothing may
    std::optional<instant> again_at;    // when nothing may: when to ask again; none: when somebody resumes
};
// The last `reserve_percent` of a day are for transactional letters alone, as many before them for these and notices.
admission admit(const sender_state& s, const sending_limits& limits, instant now);

// How long after the previous letter the next may leave.
std::chrono::milliseconds spacing(const sending_limits& limits, int slowness);

inline constexpr std::chrono::hours window{24};    // that daily limits look back
inline constexpr std::chrono::hours patience{48};  // after its first failure a letter is given up
inline constexpr int slowness_max = 6, faults_max = 8;

enum class letter_end { again, sent, refused, given_up };

struct consequence {
    letter_end letter = letter_end::again;
    std::chrono::seconds again_after{0};
    bool letter_failed = false;  // counts against this letter
    bool departed = false;       // counts, or may count, against the daily limit
    bool suppress = false;       // never again to this reader
    bool hold_bulk = false;
    std::optional<std::chrono::seconds> pause;  // of the whole account
    int faults = 0, slowness = 0;               // of the account from now on
    bool slowed = false;                        // slowness changed: its clock starts anew
};
// `failures`: of this letter before. `failing_for`: since its first one.
consequence consequence_of(smtp::verdict v, int failures, std::chrono::seconds failing_for, const sender_state& s, instant now);

}  // namespace gavel::mail
