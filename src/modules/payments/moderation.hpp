// Payments as moderators see them, and what operators do about them. One per io thread.
#pragma once
#include "base/error.hpp"
#include "modules/payments/model.hpp"
#include "modules/payments/options.hpp"
#include "modules/payments/payables.hpp"
#include "modules/payments/provider.hpp"
#include "platform/pg/pool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gavel::payments {

struct moderated_payment {
    payment of;
    std::string payer_name;
    std::int64_t differences = 0;
};

struct difference {
    difference_id id;
    std::string kind;
    std::optional<payment_id> payment;
    std::optional<attempt_id> attempt;
    std::string provider_order, ours, theirs, detail;
    instant found_at;
    std::optional<instant> resolved_at;
    std::optional<account_id> resolved_by;
    std::string resolver_name;
    std::optional<std::string> note;
};

struct event {
    event_id id;
    std::string source, order_status, amount, body;
    instant received_at;
};

struct payment_file {
    moderated_payment of;
    std::vector<attempt> attempts;
    std::vector<operation> operations;
    std::vector<difference> differences;
    std::vector<event> events;  // the newest hundred
};

struct payment_filter {
    std::optional<std::string> state;
    bool problem = false;
};

class moderation {
public:
    moderation(pg::pool& pool, provider& by, const payables& things, const options& settings)
        : pool_(pool),
          provider_(by),
          things_(things),
          settings_(settings) {}

    awaitable<std::vector<moderated_payment>> list(payment_filter f, std::optional<payment_id> before, std::int64_t limit,
                                                   pg::deadline until);
    awaitable<std::optional<payment_file>> find(payment_id id, pg::deadline until);
    // Asks the provider about every attempt. Refusals: not_set_up, http::not_found.
    awaitable<result<payment_file>> check(payment_id id, pg::deadline until);
    awaitable<result<operation>> refund(payment_id id, money amount, std::string reason, std::string key, account_id by,
                                        pg::deadline until);
    awaitable<std::vector<difference>> differences(bool open, std::optional<difference_id> before, std::int64_t limit, pg::deadline until);
    // A disputed attempt is over with it: the payer may pay again.
    awaitable<std::optional<difference>> resolve(difference_id id, account_id by, std::string note, pg::deadline until);

private:
    pg::pool& pool_;
    provider& provider_;
    const payables& things_;
    const options& settings_;
};

}  // namespace gavel::payments
