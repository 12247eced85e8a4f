// SQL of accounts, confirmations and sessions.
#pragma once
#include "modules/accounts/marks.hpp"
#include "modules/accounts/model.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::accounts {

using pg::awaitable;
using token_hash = std::vector<unsigned char>;  // SHA-256

// A registration as it was sent, with its password already hashed.
class registration {
public:
    registration() {}
    registration(std::string email_, std::string password_hash_, std::string display_name_, language lang_)
        : email(std::move(email_)),
          password_hash(std::move(password_hash_)),
          display_name(std::move(display_name_)),
          lang(lang_) {}

    std::string email, password_hash, display_name;
    language lang = default_language;
};

// Exactly one is set: the address has an account, or the registration now waits under this id.
struct enrolled {
    std::optional<language> account_language;
    std::optional<std::int64_t> confirmation_id;
};
awaitable<enrolled> store_registration(pg::transaction& tx, const registration& r);
void sweep_registrations(pg::transaction& tx);  // a bounded number of outdated rows

awaitable<std::optional<registration>> find_registration(pg::transaction& tx, std::int64_t confirmation_id);
void add_confirmation_token(pg::transaction& tx, std::int64_t confirmation_id, const token_hash& hash);
awaitable<std::optional<registration>> redeem_token(pg::transaction& tx, const token_hash& hash);  // removes token and registration
awaitable<std::optional<account>> insert_account(pg::transaction& tx, const registration& r);      // nothing if the address has one

// Of the columns in GAVEL_ACCOUNT_COLUMNS.
account read_account(const pg::row& row);

struct credentials {
    accounts::account account;
    std::string password_hash;
};
awaitable<std::optional<credentials>> find_credentials(pg::pool& pool, pg::deadline until, const std::string& email);
awaitable<std::optional<account>> find_account(pg::pool& pool, pg::deadline until, account_id id);
awaitable<std::vector<account>> find_accounts(pg::transaction& tx, std::vector<account_id> ids);
awaitable<std::optional<account>> update_account(pg::pool& pool, pg::deadline until, account_id id,
                                                 const std::optional<std::string>& display_name,
                                                 const std::optional<std::string>& language_code);
void update_password_hash(pg::transaction& tx, account_id id, const std::string& hash);

awaitable<session_id> insert_session(pg::transaction& tx, account_id id, const token_hash& hash, const std::string& device,
                                     std::int64_t days);
void sweep_sessions(pg::transaction& tx, account_id id);  // outdated ones of anybody (bounded), and all but the newest 50 of this account

// A browser, known by the token it keeps.
struct met_device {
    bool is_new = false;  // with this account
    instant at;
};
awaitable<met_device> meet_device(pg::transaction& tx, account_id id, const token_hash& hash);
void sweep_devices(pg::transaction& tx, account_id id);  // of this account: those unused for 400 days, and all but the newest 50

struct known_session {
    account_id account;
    session_id session;
    gavel::role role = gavel::role::member;  // a suspended account has no other
    bool seen_long_ago = false;              // five minutes: worth a write
};
awaitable<std::optional<known_session>> find_session(pg::pool& pool, pg::deadline until, const token_hash& hash);
awaitable<void> touch_session(pg::pool& pool, pg::deadline until, session_id id, std::int64_t days, const std::optional<marks>& from);
void remember_marks(pg::transaction& tx, account_id id, const marks& from);
void sweep_marks(pg::transaction& tx, account_id id);  // outdated ones of anybody (bounded), and all but the newest 100 of this account
awaitable<std::vector<session>> list_sessions(pg::pool& pool, pg::deadline until, account_id id);
awaitable<bool> delete_session(pg::pool& pool, pg::deadline until, account_id owner, session_id id);

}  // namespace gavel::accounts

// The select list for read_account. A macro because a statement's text is one literal.
#define GAVEL_ACCOUNT_COLUMNS "id, email, display_name, language, role, suspended_at, suspension_reason, created_at"
