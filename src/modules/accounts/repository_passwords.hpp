// SQL of new passwords.
#pragma once
#include "modules/accounts/repository.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::accounts {

// A wish for a new password. Nothing in it if nobody has the address.
struct reset_wish {
    std::optional<std::int64_t> id;
    account_id account;
    language lang = default_language;
    std::string display_name;
};
awaitable<reset_wish> store_reset(pg::transaction& tx, const std::string& email);  // one statement in either case
void sweep_resets(pg::transaction& tx);

// The account behind a wish that still stands.
awaitable<std::optional<account_id>> find_reset(pg::transaction& tx, std::int64_t id);
void add_password_token(pg::transaction& tx, account_id account, const token_hash& hash);
awaitable<bool> is_password_token(pg::pool& pool, pg::deadline until, const token_hash& hash);
// Ends this and every other token and wish of its account.
awaitable<std::optional<account>> redeem_password_token(pg::transaction& tx, const token_hash& hash);
void end_password_tokens(pg::transaction& tx, account_id account);

// Whether the password that was just checked is still the account's; it stays so until this transaction ends. There after the next
// awaited call. Who was being signed in while the password changed must not get a session that outlives the change.
pg::reply ask_password(pg::transaction& tx, account_id account, const std::string& hash);
awaitable<bool> lock_password(pg::transaction& tx, account_id account, const std::string& hash);  // the same, answered at once
// False: somebody else has changed it since `from` was checked.
awaitable<bool> replace_password_hash(pg::transaction& tx, account_id account, const std::string& from, const std::string& to);

// All sessions of the account but one.
void end_sessions(pg::transaction& tx, account_id account, std::optional<session_id> but);
awaitable<std::optional<credentials>> find_credentials_of(pg::pool& pool, pg::deadline until, account_id account);

}  // namespace gavel::accounts
