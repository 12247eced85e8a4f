#include "modules/mail/policy.hpp"

#include <algorithm>

namespace gavel::mail {
namespace {

using namespace std::chrono_literals;
using std::chrono::seconds;

constexpr std::array<seconds, 5> waits{60s, 5min, 15min, 60min, 60min};
constexpr auto calm = 1h;               // without being throttled before the account goes faster again
constexpr seconds operator_pause = 1h;  // what only the operator can mend is tried so often all the same
constexpr seconds quota_pause_min = 1h;
constexpr seconds quota_pause_blind = 4h;  // we have sent nothing: somebody else uses the account

seconds growing(seconds first, seconds longest, int faults) { return std::min(first * (1 << std::min(faults, faults_max)), longest); }

seconds until_quota_ends(const sender_state& s, instant now) {
    if (!s.oldest_in_window) return quota_pause_blind;
    return std::max(std::chrono::ceil<seconds>(*s.oldest_in_window + window - now), quota_pause_min);
}

std::optional<seconds> pause_after(smtp::verdict v, const sender_state& s, instant now) {
    using smtp::verdict;
    switch (v) {
        case verdict::unreachable: return growing(15s, 15min, s.faults);
        case verdict::throttled: return growing(15min, 4h, s.faults);
        case verdict::busy_login: return growing(10min, 60min, s.faults);
        case verdict::quota: return until_quota_ends(s, now);
        case verdict::credentials:
        case verdict::setup: return operator_pause;
        default: return std::nullopt;
    }
}

}  // namespace

admission admit(const sender_state& s, const sending_limits& limits, instant now) {
    admission a;
    if (s.held) return a;
    if (s.paused_until && *s.paused_until > now) {
        a.again_at = s.paused_until;
        return a;
    }
    if (s.next_at > now) {
        a.again_at = s.next_at;
        return a;
    }
    const auto reserve = limits.per_day_max * limits.reserve_percent / 100;
    const auto room = [&](std::int64_t kept_free) { return limits.per_day_max == 0 || s.left_in_window < limits.per_day_max - kept_free; };
    if (room(0)) a.classes.push_back(letter_class::transactional);
    if (room(reserve)) a.classes.push_back(letter_class::notice);
    if (room(2 * reserve) && !s.bulk_held) a.classes.push_back(letter_class::bulk);
    if (a.classes.empty() && s.oldest_in_window) a.again_at = *s.oldest_in_window + window;
    return a;
}

std::chrono::milliseconds spacing(const sending_limits& limits, int slowness) {
    // An account that was throttled is slowed even if it has no rate of its own.
    const auto own = slowness > 0 ? std::max(limits.interval, std::chrono::milliseconds(500)) : limits.interval;
    return own * (1 << std::clamp(slowness, 0, slowness_max));
}

consequence consequence_of(smtp::verdict v, int failures, std::chrono::seconds failing_for, const sender_state& s, instant now) {
    using smtp::verdict;
    consequence c;
    c.faults = s.faults;
    c.slowness = s.slowness;
    c.departed = v == verdict::accepted || v == verdict::unknown;
    c.suppress = v == verdict::bad_address;
    c.hold_bulk = v == verdict::policy;
    c.letter_failed = v == verdict::temporary || v == verdict::unknown;
    if (v == verdict::accepted) c.letter = letter_end::sent;
    if (v == verdict::bad_address || v == verdict::rejected || v == verdict::policy) c.letter = letter_end::refused;
    if (c.letter_failed && failing_for >= patience) c.letter = letter_end::given_up;
    if (c.letter_failed) c.again_after = waits[std::min<std::size_t>(static_cast<std::size_t>(failures), waits.size() - 1)];

    c.pause = pause_after(v, s, now);
    if (!c.pause) {
        // It talks to us: whatever was wrong with the account is over, unless this letter had only left before it began.
        const bool paused = s.paused_until && *s.paused_until > now;
        if (!paused) c.faults = 0;
        c.slowed = v == verdict::accepted && s.slowness > 0 && s.slowed_at && now - *s.slowed_at >= calm;
        if (c.slowed) --c.slowness;
        return c;
    }
    // Letters that were on their way together hear the same; it counts once.
    if (s.paused_until && *s.paused_until > now) {
        c.pause.reset();
        return c;
    }
    c.faults = std::min(s.faults + 1, faults_max);
    c.slowed = v == verdict::throttled;
    if (c.slowed) c.slowness = std::min(s.slowness + 1, slowness_max);
    return c;
}

}  // namespace gavel::mail
