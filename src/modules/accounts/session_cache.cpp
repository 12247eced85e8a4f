#include "modules/accounts/session_cache.hpp"

namespace gavel::accounts {

std::optional<http::principal> session_cache::find(const std::string& token_hash) {
    const std::lock_guard lock(guard_);
    const auto found = entries_.find(token_hash);
    if (found == entries_.end() || found->second.until <= std::chrono::steady_clock::now()) return std::nullopt;
    return found->second.who;
}

void session_cache::keep(const std::string& token_hash, http::principal who) {
    const auto now = std::chrono::steady_clock::now();
    const std::lock_guard lock(guard_);
    if (entries_.size() >= entries_max_) {
        std::erase_if(entries_, [&](const auto& each) { return each.second.until <= now; });
        if (entries_.size() >= entries_max_) entries_.clear();
    }
    entries_.insert_or_assign(token_hash, entry{who, now + ttl_});
}

// A walk over the whole (bounded) table: signing out is rare, and an index would have to be kept true on every request.
void session_cache::forget(session_id ended) {
    const std::lock_guard lock(guard_);
    std::erase_if(entries_, [&](const auto& each) { return each.second.who.session == ended; });
}

void session_cache::forget_all_of(account_id account, std::optional<session_id> but) {
    const std::lock_guard lock(guard_);
    std::erase_if(entries_, [&](const auto& each) { return each.second.who.account == account && each.second.who.session != but; });
}

}  // namespace gavel::accounts
