// Use cases of the one who pays: open the provider's page, see how it stands, come back. One per io thread.
#pragma once
#include "base/error.hpp"
#include "base/language.hpp"
#include "modules/payments/model.hpp"
#include "modules/payments/options.hpp"
#include "modules/payments/payables.hpp"
#include "modules/payments/provider.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>

namespace gavel::payments {

struct started {
    payment_id id;
    payment_state state = payment_state::created;
    std::string checkout_url;
};

struct seen_payment {
    payment of;
    std::optional<std::string> checkout_url;  // while one can pay there
};

class service {
public:
    // All outlive it.
    service(pg::pool& pool, provider& by, const payables& things, const options& settings, metrics::registry& m);

    // Other modules begin a payment by this too. The subject decides who may pay. Waits for the provider: give it a minute and more.
    // Asking again gives the page that is open, while it lives and the bill is the same.
    awaitable<result<started>> begin(account_id who, subject of, language lang, pg::deadline until);

    awaitable<std::optional<seen_payment>> find(account_id who, payment_id id, pg::deadline until);  // nothing: not theirs
    awaitable<void> came_back(payment_id id, pg::deadline until);  // the provider is asked at once, but not again and again

    const payables& things() const { return things_; }

private:
    struct prepared {
        payment of;
        attempt next;
        bool is_open = false;
        std::int64_t life_s = 0;
    };
    awaitable<result<prepared>> prepare(account_id who, subject of, pg::deadline until);
    awaitable<result<prepared>> prepare(pg::transaction& tx, const subject& of, const bill& b);
    awaitable<result<started>> open(prepared p, language lang);
    awaitable<void> opened(const prepared& p, const answer<open_page>& told);

    pg::pool& pool_;
    provider& provider_;
    const payables& things_;
    const options& settings_;
    metrics::counter opened_, not_opened_;
};

}  // namespace gavel::payments
