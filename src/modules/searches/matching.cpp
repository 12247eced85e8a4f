#include "modules/searches/matching.hpp"

#include <chrono>
#include <map>
#include <set>
#include <unordered_map>

namespace gavel::searches {
namespace {

struct report {
    news::event told;
    std::set<lot_id> counted, mailed;
    std::set<search_id> by;
};

void add(report& to, const repository::due_search& by, const news::found_lot& lot) {
    to.by.insert(by.id);
    auto& f = to.told.found;
    if (to.counted.empty()) {
        to.told.lot = lot.lot;
        to.told.price = lot.price;
    }
    if (to.counted.insert(lot.lot).second) ++f.count;
    if (!by.mail || !to.mailed.insert(lot.lot).second) return;
    if (f.lots.size() < told_lots_max) f.lots.push_back(lot);
    else ++f.untold_count;
}

}  // namespace

std::vector<news::event> news_of(const std::vector<repository::due_search>& looked, const repository::look& found) {
    std::unordered_map<search_id, const repository::due_search*> by_id;
    for (const auto& each : looked) by_id.emplace(each.id, &each);
    std::map<account_id, report> reports;
    for (const auto& each : found.hits) {
        const auto& by = *by_id.at(each.search);
        add(reports[by.owner], by, each.lot);
    }
    std::vector<news::event> all;
    for (auto& [owner, made] : reports) {
        made.told.kind = news::kind::search_hit;
        made.told.account = owner;
        made.told.seq = std::chrono::duration_cast<std::chrono::microseconds>(found.until.time_since_epoch()).count();
        if (made.by.size() == 1) {
            const auto& only = *by_id.at(*made.by.begin());
            made.told.found.name = only.name;
            made.told.found.query = only.query;
        }
        all.push_back(std::move(made.told));
    }
    return all;
}

}  // namespace gavel::searches
