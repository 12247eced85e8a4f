#include "sim/mailbox/store.hpp"

#include <algorithm>
#include <ranges>

namespace gavel::sim {

void store::add(std::string to, letter content) {
    if (letters_.size() >= letters_max_) letters_.pop_front();
    std::ranges::transform(to, to.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    letters_.push_back({++last_id_, std::move(to), std::move(content)});
}

std::vector<const stored_letter*> store::newest(std::string_view to, std::size_t max) const {
    std::vector<const stored_letter*> found;
    for (const auto& each : letters_ | std::views::reverse) {
        if (found.size() >= max) break;
        if (to.empty() || each.to == to) found.push_back(&each);
    }
    return found;
}

const stored_letter* store::find(std::int64_t id) const {
    const auto found = std::ranges::find(letters_, id, &stored_letter::id);
    return found == letters_.end() ? nullptr : &*found;
}

}  // namespace gavel::sim
