// Use cases of preferences: by whoever is signed in, and by whoever holds a link from a letter. One per io thread.
#pragma once
#include "base/error.hpp"
#include "base/language.hpp"
#include "modules/mail/links.hpp"
#include "modules/notifications/preferences.hpp"
#include "platform/pg/pool.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::notifications {

using boost::asio::awaitable;

// Only what is given changes. Has a constructor on purpose (docs/develop/compiler-traps.md).
class preference_changes {
public:
    preference_changes() {}

    struct choice {
        news::kind kind;
        notifications::channel channel;
        bool wanted;
    };
    std::vector<choice> choices;  // those of required letters are ignored
    bool has_quiet = false;
    std::optional<quiet_hours> quiet;  // with has_quiet: none ends them
    std::optional<std::string> time_zone;
    std::optional<notifications::digest> digest;
};

// What a link from a letter leads to.
struct opened_link {
    mail::reader_token token;
    language lang = default_language;  // of the account
};

// A moment as the clock of an account shows it, and the name of its time zone.
awaitable<std::pair<std::string, std::string>> local_time(account_id account, instant at, pg::pool& pool);

class preferences_service {
public:
    explicit preferences_service(pg::pool& pool) : pool_(pool) {}

    awaitable<preferences> find(account_id account, pg::deadline until);
    // Refuses: invalid_input (time_zone). Letters and pushes that wait and are not wanted any more will not leave.
    awaitable<result<preferences>> change(account_id account, preference_changes wanted, pg::deadline until);

    // Refuses: letter_link_invalid.
    awaitable<result<opened_link>> open(std::string token, pg::deadline until);
    // No such letters any more; again is fine.
    awaitable<result<opened_link>> unsubscribe(std::string token, pg::deadline until);

private:
    awaitable<void> load_key(pg::deadline until);

    pg::pool& pool_;
    mail::link_key key_;
};

}  // namespace gavel::notifications
