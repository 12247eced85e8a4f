// Use cases of accounts. One per io thread; what the threads share is in `common`.
#pragma once
#include "base/error.hpp"
#include "modules/accounts/model.hpp"
#include "modules/accounts/options.hpp"
#include "modules/accounts/password.hpp"
#include "modules/accounts/session_cache.hpp"
#include "platform/http/request.hpp"
#include "platform/pg/pool.hpp"
#include "platform/redis/rate_limit.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::accounts {

using boost::asio::awaitable;
using runtime::deadline;

// One per process, outlives every service. Thread-safe.
struct common {
    common(const options& chosen, runtime::worker_pool& workers) : settings(chosen), passwords(settings, workers) {}

    const options settings;
    password_hasher passwords;
    redis::local_windows attempts;
    session_cache cache;
};

// The account behind an id, inside somebody else's transaction (for letters).
awaitable<std::optional<account>> find(pg::transaction& tx, account_id id);

class service {
public:
    service(pg::pool& pool, redis::client& redis, common& shared) : pool_(pool), shared_(shared), attempts_(redis, shared.attempts) {}

    // `email` is normalised. Same answer and same work whether or not the address has an account; the letter tells. Refuses:
    // too_many_requests.
    awaitable<result<void>> enrol(std::string email, std::string password, std::string display_name, language lang,
                                  std::string client_address, deadline until);
    // Refuses: confirmation_invalid.
    awaitable<result<signed_in>> confirm(std::string token, std::string user_agent, deadline until);

    // Refuses: too_many_requests, wrong_credentials (also for an address that is unknown or not confirmed).
    awaitable<result<signed_in>> sign_in(std::string email, std::string password, std::string client_address, std::string user_agent,
                                         deadline until);
    // Who holds this token. Extends the session at most every five minutes.
    awaitable<std::optional<http::principal>> authenticate(std::string token, deadline until);
    awaitable<std::vector<session>> sessions_of(account_id id, deadline until);
    awaitable<bool> end_session(account_id owner, session_id id, deadline until);  // false: not theirs, or not there

    awaitable<std::optional<account>> find(account_id id, deadline until);
    awaitable<std::optional<account>> change(account_id id, std::optional<std::string> display_name,
                                             std::optional<std::string> language_code, deadline until);

private:
    awaitable<result<void>> within_limits(std::string what, std::string who, std::int64_t max, std::int64_t window_s);
    awaitable<signed_in> open_session(pg::transaction& tx, account who, std::string user_agent);

    pg::pool& pool_;
    common& shared_;
    redis::rate_limit attempts_;
};

}  // namespace gavel::accounts
