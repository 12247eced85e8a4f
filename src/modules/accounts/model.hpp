// Values of this module.
#pragma once
#include "base/ids.hpp"
#include "base/language.hpp"
#include "base/time.hpp"

#include <string>

namespace gavel::accounts {

struct account {
    account_id id;
    std::string email;  // normalised (email.hpp)
    std::string display_name;
    language lang = default_language;
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
    std::string token;  // for the cookie; exists nowhere else
};

}  // namespace gavel::accounts
