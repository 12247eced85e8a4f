#include "modules/backup/lateness.hpp"

#include <algorithm>

namespace gavel::backup {

void judge(std::vector<watched>& all, std::chrono::hours save_within, std::chrono::hours drill_within, instant now) {
    for (auto& each : all) each.late = now - each.last.value_or(each.since) > (each.is_drill() ? drill_within : save_within);
}

letter_due due(const std::vector<watched>& all, instant now) {
    const auto is_news = [&](const watched& w) { return w.late && (!w.told_at || now - *w.told_at >= late_again_after); };
    if (std::ranges::any_of(all, is_news)) return letter_due::late;
    const bool late = std::ranges::any_of(all, &watched::late);
    return !late && std::ranges::any_of(all, &watched::told_late) ? letter_due::good : letter_due::none;
}

}  // namespace gavel::backup
