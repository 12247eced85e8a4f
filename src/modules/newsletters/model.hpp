// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::newsletters {

using subscriber_id = id<struct subscriber_tag>;
using campaign_id = id<struct campaign_tag>;
using recipient_id = id<struct recipient_tag>;

inline constexpr std::size_t categories_max = 30;
inline constexpr std::size_t subject_max = 150, body_max = 20'000;  // code points

// What somebody asks for. Has a constructor on purpose (docs/develop/compiler-traps.md).
class subscription {
public:
    subscription() {}

    std::string address;  // normalised
    language lang = default_language;
    std::vector<std::string> category_ids;  // what interests them; none: they did not say
};

enum class campaign_state { draft, scheduled, sending, paused, sent, cancelled };
inline constexpr std::array<std::string_view, 6> campaign_state_names{"draft", "scheduled", "sending", "paused", "sent", "cancelled"};
constexpr std::string_view to_string(campaign_state s) { return campaign_state_names[static_cast<std::size_t>(s)]; }

// Whom of the subscribers; empty lists mean all of them.
class segment {
public:
    segment() {}

    std::vector<std::string> languages;
    std::vector<std::string> category_ids;  // who chose one of them or watches lots in it
    std::string activity = "any";
    std::int64_t activity_days = 30;
};
// `active`: bid or was here within activity_days; `inactive`: everybody else, people without an account among them.
inline constexpr std::array<std::string_view, 3> activity_names{"any", "active", "inactive"};
inline constexpr std::int64_t activity_days_max = 3650;

class campaign_text {
public:
    campaign_text() {}

    language lang = default_language;
    std::string subject, body;  // the body in Markdown
};

// Of the recipients of a campaign, as they are this moment. The first seven add up to all of them.
struct campaign_counts {
    std::int64_t waiting = 0;  // in the queue of letters or not yet
    std::int64_t sent = 0, refused = 0, given_up = 0, suppressed = 0, left = 0, cancelled = 0;
    std::int64_t unsubscribed = 0, bounced = 0;  // by or after this very letter
};

class campaign {
public:
    campaign() {}

    campaign_id id;
    campaign_state state = campaign_state::draft;
    segment to;
    std::vector<campaign_text> texts;
    instant created_at, updated_at;
    std::optional<instant> scheduled_at, started_at, finished_at;
    std::int64_t recipients = 0;  // fixed when it starts
    campaign_counts counts;
};

}  // namespace gavel::newsletters
