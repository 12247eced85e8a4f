#include "modules/backup/retention.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace gavel::backup {
namespace {

std::chrono::sys_days date_of(instant t) { return std::chrono::floor<std::chrono::days>(t); }

// Periods as numbers that grow with time.
std::int64_t day_of(instant t) { return date_of(t).time_since_epoch().count(); }

std::int64_t week_of(instant t) {
    const auto day = date_of(t);
    const std::chrono::sys_days monday = day - (std::chrono::weekday(day) - std::chrono::Monday);
    return monday.time_since_epoch().count();
}

std::int64_t month_of(instant t) {
    const std::chrono::year_month_day date(date_of(t));
    return static_cast<int>(date.year()) * 12 + static_cast<int>(static_cast<unsigned>(date.month()));
}

// The first, that is the newest, of each of the newest `count` periods.
void keep_newest(const std::vector<kept_backup>& newest_first, std::int64_t count, std::int64_t (*period_of)(instant),
                 std::set<std::string>& stay) {
    std::set<std::int64_t> periods;
    for (const auto& each : newest_first) {
        if (static_cast<std::int64_t>(periods.size()) >= count) return;
        if (periods.insert(period_of(each.began)).second) stay.insert(each.id);
    }
}

}  // namespace

std::vector<std::string> outdated(std::vector<kept_backup> all, const retention& keep, instant now) {
    // One of the future is of a clock that was wrong: it neither goes nor takes the place of another.
    std::erase_if(all, [&](const kept_backup& each) { return each.began > now; });
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return std::tie(a.began, a.id) > std::tie(b.began, b.id); });
    std::set<std::string> stay;
    if (!all.empty()) stay.insert(all.front().id);
    keep_newest(all, keep.days, day_of, stay);
    keep_newest(all, keep.weeks, week_of, stay);
    keep_newest(all, keep.months, month_of, stay);
    std::vector<std::string> go;
    for (auto each = all.rbegin(); each != all.rend(); ++each)
        if (!stay.contains(each->id)) go.push_back(each->id);
    return go;
}

}  // namespace gavel::backup
