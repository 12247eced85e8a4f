// What of the backups is too old, and when operators are written to about it. Pure.
#pragma once
#include "base/time.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::backup {

inline constexpr std::string_view drill_subject = "drill";
inline constexpr std::chrono::hours late_again_after{24};

// A place of backup.targets, or the drill.
struct watched {
    std::string subject;           // folder, s3, google; or drill_subject
    instant since;                 // when a server first saw it configured
    std::optional<instant> last;   // when it last succeeded
    std::optional<instant> tried;  // when the newest attempt ended, and how: without a failure it succeeded
    std::string failure;
    bool told_late = false;  // what operators were last told
    std::optional<instant> told_at;
    bool late = false;  // as judged by judge()

    bool is_drill() const { return subject == drill_subject; }
};

// What has never happened is late only once there was time for it.
void judge(std::vector<watched>& all, std::chrono::hours save_within, std::chrono::hours drill_within, instant now);

enum class letter_due { none, late, good };

// Late: once for each subject, then once a day as long as it lasts, never twice within a day. Good: once, when nothing is late any more and
// operators were told that something was.
letter_due due(const std::vector<watched>& all, instant now);

}  // namespace gavel::backup
