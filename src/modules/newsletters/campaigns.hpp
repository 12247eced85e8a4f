// Use cases of operators: writing a campaign, choosing its readers, sending and stopping it. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/mail/postman.hpp"
#include "modules/newsletters/repository_campaigns.hpp"
#include "modules/newsletters/rules.hpp"

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <optional>
#include <vector>

namespace gavel::newsletters {

// Only what is given changes. Has a constructor on purpose (docs/develop/compiler-traps.md).
class campaign_changes {
public:
    campaign_changes() {}

    std::optional<segment> to;
    std::vector<campaign_text> texts;  // of these languages; nothing in it: removed
};

// How many a campaign would reach and how long that takes under the limits of the account at the mail server.
struct audience {
    std::int64_t people = 0;
    std::int64_t per_day = 0;  // 0: no limit
    std::chrono::seconds takes{0};
    bool can_send = false;  // there is a mail server
};

struct campaign_page {
    std::vector<campaign> items;
    std::optional<campaign_id> next;
};

class campaigns {
public:
    campaigns(pg::pool& pool, const mail::postman& carrier) : pool_(pool), carrier_(carrier) {}

    awaitable<campaign> create(account_id author, pg::deadline until);
    awaitable<result<campaign>> find(campaign_id id, pg::deadline until);
    awaitable<campaign_page> list(std::optional<campaign_id> before, std::int64_t limit, pg::deadline until);

    // Refuses: not_found, campaign_state_conflict (only drafts change), invalid_input (category_ids).
    awaitable<result<campaign>> change(campaign_id id, campaign_changes wanted, pg::deadline until);
    awaitable<audience> count(segment to, pg::deadline until);

    // To the operator's own address, as it is saved. Refuses: not_found, campaign_unwritten.
    awaitable<result<void>> send_test(campaign_id id, language lang, account_id operator_account, pg::deadline until);

    // `at`: of schedule; nothing: now. Refuses: not_found, campaign_state_conflict, campaign_unwritten, campaign_without_recipients.
    awaitable<result<campaign>> obey(campaign_id id, command c, std::optional<instant> at, pg::deadline until);

    mail::rendered_letter preview(const campaign_text& text) const;

private:
    awaitable<result<void>> ready_to_leave(pg::transaction& tx, campaign_id id);

    pg::pool& pool_;
    const mail::postman& carrier_;
};

}  // namespace gavel::newsletters
