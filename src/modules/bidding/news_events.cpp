#include "modules/bidding/news_events.hpp"

#include "base/random.hpp"

#include <algorithm>
#include <span>

namespace gavel::bidding {

// Of what is told the first kinds come from here.
static_assert(std::ranges::equal(news_kind_names, std::span(news::kind_names).first<news_kind_names.size()>()), "one vocabulary of news");

std::vector<news::event> events_of(std::span<const message> all, const standing& after) {
    std::vector<news::event> events;
    events.reserve(all.size());
    for (const auto& each : all) {
        news::event e;
        e.kind = static_cast<news::kind>(each.kind);
        e.account = each.to;
        e.lot = each.lot;
        e.seq = each.seq;
        e.price = each.price;
        e.max = each.max;
        e.ends_at = each.ends_at;
        if (each.reason) e.reason = to_string(*each.reason);
        e.audit_head = hex(after.audit_head);
        events.push_back(std::move(e));
    }
    return events;
}

}  // namespace gavel::bidding
