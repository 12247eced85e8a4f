// SQL of who asked for news.
#pragma once
#include "modules/newsletters/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::newsletters {

using pg::awaitable;
using token_hash = std::vector<unsigned char>;  // SHA-256

// A wish waits for its letter to be answered; a new one replaces the one before.
awaitable<std::int64_t> store_wish(pg::transaction& tx, const subscription& wanted);
void sweep_wishes(pg::transaction& tx);  // a bounded number of outdated ones
awaitable<bool> is_wish(pg::transaction& tx, std::int64_t wish);
void add_wish_token(pg::transaction& tx, std::int64_t wish, const token_hash& hash);
awaitable<std::optional<subscription>> redeem_wish(pg::transaction& tx, const token_hash& hash);  // removes token and wish

void store_subscriber(pg::transaction& tx, const subscription& wanted, std::string_view asked_by);
// False: it had left already, or never came.
void erase_subscriber(pg::transaction& tx, const std::string& address);
awaitable<bool> remove_subscriber(pg::transaction& tx, const std::string& address);

struct subscriber_status {
    bool subscribed = false;
    std::vector<std::string> category_ids;
};
struct account_address {
    std::string address;
    language lang = default_language;
};
awaitable<subscriber_status> read_status(pg::pool& pool, pg::deadline until, const std::string& address);
awaitable<std::optional<account_address>> address_of(pg::pool& pool, pg::deadline until, account_id account);

awaitable<bool> are_categories(pg::transaction& tx, const std::vector<std::string>& ids);

// By the link of a letter. The language of the subscriber, or nothing if there is no such one.
awaitable<std::optional<language>> find_language(pg::pool& pool, pg::deadline until, subscriber_id subscriber);
awaitable<std::optional<language>> leave_by_link(pg::transaction& tx, subscriber_id subscriber, campaign_id campaign);

}  // namespace gavel::newsletters
