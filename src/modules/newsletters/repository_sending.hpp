// SQL of campaigns on their way into the queue of letters. All of it runs under the turn.
#pragma once
#include "modules/newsletters/model.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gavel::newsletters {

using pg::awaitable;

awaitable<bool> take_turn(pg::transaction& tx);  // false: another server has it
awaitable<std::optional<campaign_id>> next_due(pg::transaction& tx);

// Writes down how letters have ended. Returns how many; at most 5,000.
awaitable<std::int64_t> settle_recipients(pg::transaction& tx);

// Letters in the queue whose campaign was paused or cancelled, at most `limit`.
awaitable<std::vector<std::string>> keys_to_take_back(pg::transaction& tx, std::int64_t limit);
// They wait again, or are cancelled with their campaign.
void put_back(pg::transaction& tx, const std::vector<std::string>& message_keys);
void cancel_waiting(pg::transaction& tx);

struct hungry_campaign {
    campaign_id id;
    std::int64_t queued = 0;  // its letters in the queue
};
// Those that are sending, the first started first. Locked: a command about one of them waits for the end of the round.
awaitable<std::vector<hungry_campaign>> sending_campaigns(pg::transaction& tx);

struct recipient {
    recipient_id id;
    subscriber_id subscriber;
    std::string address, message_key;
    language lang = default_language;
};
awaitable<std::vector<recipient>> next_recipients(pg::transaction& tx, campaign_id campaign, std::int64_t limit);
void mark_queued(pg::transaction& tx, const std::vector<recipient_id>& some);

void finish_campaigns(pg::transaction& tx);  // that are sending and have nobody left

// What the letter of this campaign says to this subscriber; nothing: it must not leave any more.
awaitable<std::optional<campaign_text>> text_for(pg::pool& pool, pg::deadline until, campaign_id campaign, subscriber_id subscriber,
                                                 language lang);

}  // namespace gavel::newsletters
