// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/role.hpp"
#include "base/time.hpp"

#include <optional>
#include <string>

namespace gavel::accounts {

// While it lasts the account may neither bid nor list; it may still sign in, read and pay.
struct suspension {
    instant since;
    std::string reason;  // for the person to read
};
inline constexpr std::size_t suspension_reason_max = 500;  // code points

struct account {
    account_id id;
    std::string email;  // normalised (email.hpp)
    std::string display_name;
    language lang = default_language;
    gavel::role role = gavel::role::member;
    std::optional<accounts::suspension> suspension;
    instant created_at;
};

// One place where an account is signed in.
struct session {
    session_id id;
    std::string device;  // "Firefox, Windows"
    instant created_at, last_seen_at;
};

// What a fresh session gives the browser.
struct signed_in {
    accounts::account account;
    session_id session;
    std::string token;           // for the cookie; exists nowhere else
    std::string device;          // for the cookie by which the browser is recognised; the one it has, if it is good
    bool device_is_new = false;  // nobody has signed in to this account from it before
    instant at;                  // when
};

}  // namespace gavel::accounts
