#include "platform/http/census.hpp"

namespace gavel::http {

census::outcome census::enter(const std::string& address, bool exempt) {
    if (open_.fetch_add(1) >= max_) {
        open_.fetch_sub(1);
        return outcome::process_full;
    }
    if (exempt) return outcome::counted;
    const std::lock_guard lock(mutex_);
    auto& here = by_address_[address];
    if (here >= per_address_max_) {
        if (here == 0) by_address_.erase(address);
        open_.fetch_sub(1);
        return outcome::address_full;
    }
    ++here;
    return outcome::counted;
}

void census::leave(const std::string& address, bool exempt) {
    open_.fetch_sub(1);
    if (exempt) return;
    const std::lock_guard lock(mutex_);
    const auto found = by_address_.find(address);
    if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
}

}  // namespace gavel::http
