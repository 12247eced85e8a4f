// SQL of preferences and digests.
#pragma once
#include "base/language.hpp"
#include "modules/notifications/model.hpp"
#include "modules/notifications/preferences.hpp"
#include "modules/notifications/preferences_service.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace gavel::notifications {

struct reader {
    preferences wishes;
    int minute = 0;  // of the day, where the account is
};
// Every given account, also those that have chosen nothing.
awaitable<std::unordered_map<account_id, reader>> read_wishes(pg::transaction& tx, std::vector<account_id> accounts);
awaitable<void> lock_settings(pg::transaction& tx, account_id account);
void store_choices(pg::transaction& tx, account_id account, const std::vector<preference_changes::choice>& choices);
// A digest that is turned on begins with what comes now and leaves at nine in the morning.
void store_settings(pg::transaction& tx, account_id account, const preferences& p);
// What local_time (preferences_service.hpp) answers.
awaitable<std::pair<std::string, std::string>> read_local_time(pg::pool& pool, pg::deadline until, account_id account, instant at);
awaitable<bool> is_time_zone(pg::transaction& tx, const std::string& name);
awaitable<std::optional<language>> language_of(pg::pool& pool, pg::deadline until, account_id account);

// An account whose digest is due; its row is locked.
struct digest_due {
    account_id account;
    std::string email;
    language lang = default_language;
    std::int64_t after = 0;
};
awaitable<std::vector<digest_due>> due_digests(pg::transaction& tx, std::int64_t limit);
struct digest_item {
    std::int64_t id = 0;
    news::kind kind = news::kind::outbid;
    lot_id lot;
    std::string lot_title;
    std::optional<money> price;
    std::optional<std::int64_t> order;
};
// News that no letter has told, newest first, and how many there are in all.
struct digest_news {
    std::vector<digest_item> items;
    std::int64_t count = 0;
};
awaitable<digest_news> untold(pg::transaction& tx, account_id account, std::int64_t after, std::int64_t limit);
void digest_told(pg::transaction& tx, account_id account, std::int64_t newest);

}  // namespace gavel::notifications
