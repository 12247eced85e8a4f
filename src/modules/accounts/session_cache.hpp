// Who is behind a cookie, remembered for a few seconds so that a page full of requests asks the database once.
// Shared by all io threads of a process; thread-safe. Another process may honour a session for `ttl` after it was ended here.
#pragma once
#include "platform/http/request.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gavel::accounts {

class session_cache {
public:
    explicit session_cache(std::chrono::milliseconds ttl = std::chrono::seconds(5), std::size_t entries_max = 20'000)
        : ttl_(ttl),
          entries_max_(entries_max) {}

    std::optional<http::principal> find(const std::string& token_hash);
    void keep(const std::string& token_hash, http::principal who);
    void forget(session_id ended);
    void forget_all_of(account_id account, std::optional<session_id> but);

private:
    struct entry {
        http::principal who;
        std::chrono::steady_clock::time_point until;
    };
    std::mutex guard_;
    std::unordered_map<std::string, entry> entries_;
    std::chrono::milliseconds ttl_;
    std::size_t entries_max_;
};

}  // namespace gavel::accounts
