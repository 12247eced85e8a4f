// Use cases of readers: asking for news, confirming, leaving. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/accounts/service.hpp"
#include "modules/mail/links.hpp"
#include "modules/newsletters/repository_subscribers.hpp"
#include "platform/redis/rate_limit.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

// Of an account that is being closed: its address is forgotten wherever it is.
awaitable<void> erase(pg::transaction& tx, std::string address);

class subscriptions {
public:
    // The limits of password resets hold here too.
    subscriptions(pg::pool& pool, redis::client& redis, accounts::common& shared)
        : pool_(pool),
          limits_(shared.settings),
          attempts_(redis, shared.attempts) {}

    // Same answer and same letter whether or not the address is known. Refuses: too_many_requests, invalid_input (category_ids).
    awaitable<result<void>> wish(subscription wanted, std::string client_address, pg::deadline until);
    // Refuses: too_many_requests, subscription_link_invalid.
    awaitable<result<void>> confirm(std::string token, std::string client_address, pg::deadline until);

    // Of an account; its address is confirmed, so one click is enough.
    awaitable<subscriber_status> find(account_id account, pg::deadline until);
    // Refuses: invalid_input (category_ids). Without `category_ids` they stay as they are.
    awaitable<result<subscriber_status>> change(account_id account, bool subscribed, std::optional<std::vector<std::string>> category_ids,
                                                pg::deadline until);
    // Whose preferences the link of a letter opens. Refuses: letter_link_invalid.
    awaitable<result<account_id>> reader_of(std::string token, pg::deadline until);

    // By the link of a newsletter; nothing: it is not ours. Leaving again is fine.
    awaitable<std::optional<language>> open(std::string token, pg::deadline until);
    awaitable<std::optional<language>> leave(std::string token, pg::deadline until);

private:
    awaitable<result<void>> within_limits(std::string what, std::string who, std::int64_t max, std::int64_t window_s);
    awaitable<void> load_key(pg::deadline until);

    pg::pool& pool_;
    const accounts::options& limits_;
    redis::rate_limit attempts_;
    mail::link_key key_;
};

}  // namespace gavel::newsletters
