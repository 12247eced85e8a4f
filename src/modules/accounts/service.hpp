// Use cases of accounts. One per io thread; what the threads share is in `common`.
#pragma once
#include "base/error.hpp"
#include "modules/accounts/marks.hpp"
#include "modules/accounts/model.hpp"
#include "modules/accounts/options.hpp"
#include "modules/accounts/password.hpp"
#include "modules/accounts/session_cache.hpp"
#include "platform/http/request.hpp"
#include "platform/pg/pool.hpp"
#include "platform/redis/rate_limit.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::accounts {

using boost::asio::awaitable;
using runtime::deadline;

// One per process, outlives every service. Thread-safe.
struct common {
    common(const options& chosen, runtime::worker_pool& workers);  // std::invalid_argument if a secret is too short

    const options settings;
    password_hasher passwords;
    redis::local_windows attempts;
    session_cache cache;
};

// The accounts behind these ids, in no order, inside somebody else's transaction (for letters). Who has gone is left out.
awaitable<std::vector<account>> find_all(pg::transaction& tx, std::vector<account_id> ids);

// Why an account cannot be closed yet: a code for people's programs, and some of the lots it is about.
struct objection {
    std::string code;
    std::vector<lot_id> lots;
};

// What a module has to say about, and to do for, an account that is being closed; in its transaction, with its row locked.
struct closing_part {
    std::function<awaitable<std::vector<objection>>(pg::transaction&, account_id)> ask;  // may be empty
    std::function<awaitable<void>(pg::transaction&, const account&)> erase;              // may be empty; `account` as it was
};

class service {
public:
    service(pg::pool& pool, redis::client& redis, common& shared) : pool_(pool), shared_(shared), attempts_(redis, shared.attempts) {}

    // `email` is normalised. Same answer and same work whether or not the address has an account; the letter tells. Refuses:
    // too_many_requests.
    awaitable<result<void>> enrol(std::string email, std::string password, std::string display_name, language lang,
                                  std::string client_address, deadline until);
    // Refuses: confirmation_invalid.
    awaitable<result<signed_in>> confirm(std::string token, visit from, deadline until);

    // Refuses: too_many_requests, wrong_credentials (also for an address that is unknown or not confirmed).
    awaitable<result<signed_in>> sign_in(std::string email, std::string password, visit from, deadline until);
    // Who holds this token. At most every five minutes it extends the session and remembers the marks of the visit.
    awaitable<std::optional<http::principal>> authenticate(std::string token, visit from, deadline until);
    awaitable<std::vector<session>> sessions_of(account_id id, deadline until);
    awaitable<bool> end_session(account_id owner, session_id id, deadline until);  // false: not theirs, or not there

    // Same answer and same work whether or not the address has an account; the letter tells. `lang`: of a letter to nobody's account.
    // Refuses: too_many_requests.
    awaitable<result<void>> forget_password(std::string email, language lang, std::string client_address, deadline until);
    // Ends every session of the account. Refuses: too_many_requests, password_link_invalid.
    awaitable<result<void>> reset_password(std::string token, std::string password, std::string client_address, deadline until);
    // Ends every other session. Refuses: too_many_requests, wrong_password.
    awaitable<result<void>> change_password(account_id id, session_id here, std::string current, std::string wanted, deadline until);

    // Erases what is personal, ends every session and writes a last letter; what others must be able to check stays, without a name.
    // Refuses: too_many_requests, wrong_password, not_closable (reasons).
    awaitable<result<void>> close(account_id id, std::string password, deadline until);
    void on_close(closing_part p) { closing_.push_back(std::move(p)); }  // before the first request

    awaitable<std::optional<account>> find(account_id id, deadline until);
    awaitable<std::optional<account>> change(account_id id, std::optional<std::string> display_name,
                                             std::optional<std::string> language_code, deadline until);

private:
    awaitable<result<void>> within_limits(std::string what, std::string who, std::int64_t max, std::int64_t window_s);
    awaitable<signed_in> open_session(pg::transaction& tx, account who, visit from);
    std::optional<marks> marks_now(const visit& from) const;

    pg::pool& pool_;
    common& shared_;
    redis::rate_limit attempts_;
    std::vector<closing_part> closing_;
};

}  // namespace gavel::accounts
