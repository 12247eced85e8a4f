// Statements for people, wallets and payouts for operators. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/ledger/model.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::ledger {

class service {
public:
    explicit service(pg::pool& pool) : pool_(pool) {}

    awaitable<statement_page> statement(account_id owner, std::optional<statement_place> before, std::int64_t limit, pg::deadline until);
    // Oldest first. Refuses: statement_too_long (max).
    awaitable<result<std::vector<statement_line>>> whole(account_id owner, std::optional<instant> from, std::optional<instant> to,
                                                         pg::deadline until);

    awaitable<std::vector<owned_wallet>> wallets(std::optional<account_id> owner, std::int64_t limit, pg::deadline until);
    awaitable<payout_page> payouts(std::optional<account_id> paid, std::optional<payout_id> before, std::int64_t limit, pg::deadline until);

    // The same key again is answered as at first. Refuses: not_found (no such account), payout_not_covered (available), payout_known,
    // payout_key_reused.
    awaitable<result<payout>> pay_out(payout_order o, pg::deadline until);

private:
    pg::pool& pool_;
};

}  // namespace gavel::ledger
