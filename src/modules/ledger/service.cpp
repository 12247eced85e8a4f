#include "modules/ledger/service.hpp"

#include "modules/ledger/errors.hpp"
#include "modules/ledger/repository_reads.hpp"
#include "platform/http/problems.hpp"

namespace gavel::ledger {
namespace {

posting posting_of(const payout_order& o, payout_id id) {
    posting p;
    p.subject = "payout:" + id.text();
    p.key = p.subject;
    p.reason = "payout";
    p.currency = o.amount.currency;
    p.entries = {{wallet_of(o.paid), -o.amount.amount}, {outside("payout"), o.amount.amount}};
    return p;
}

bool same(const payout_order& o, const payout& earlier) {
    return earlier.paid.id == o.paid && earlier.amount == o.amount && earlier.reference == o.reference;
}

result<payout> answer_again(const payout_order& o, payout earlier) {
    if (!same(o, earlier)) return refuse(payout_key_reused);
    return earlier;
}

template <class Item>
bool cut(std::vector<Item>& items, std::int64_t limit) {
    if (std::ssize(items) <= limit) return false;
    items.resize(static_cast<std::size_t>(limit));
    return true;
}

}  // namespace

awaitable<statement_page> service::statement(account_id owner, std::optional<statement_place> before, std::int64_t limit,
                                             pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    statement_page page;
    page.balances = co_await repository::balances(tx, owner);
    page.holds = co_await repository::holds(tx, owner);
    page.items = co_await repository::newest(tx, owner, before, limit + 1);
    co_await tx.commit();
    if (cut(page.items, limit)) page.next = page.items.back().place;
    co_return page;
}

awaitable<result<std::vector<statement_line>>> service::whole(account_id owner, std::optional<instant> from, std::optional<instant> to,
                                                              pg::deadline until) {
    auto lines = co_await repository::between(pool_, until, owner, from, to, csv_lines_max + 1);
    if (std::ssize(lines) > csv_lines_max) co_return refuse(statement_too_long, {{"max", csv_lines_max}});
    co_return lines;
}

awaitable<std::vector<owned_wallet>> service::wallets(std::optional<account_id> owner, std::int64_t limit, pg::deadline until) {
    co_return co_await repository::wallets(pool_, until, owner, limit);
}

awaitable<payout_page> service::payouts(std::optional<account_id> paid, std::optional<payout_id> before, std::int64_t limit,
                                        pg::deadline until) {
    payout_page page;
    page.items = co_await repository::payouts(pool_, until, paid, before, limit + 1);
    if (cut(page.items, limit)) page.next = page.items.back().id;
    co_return page;
}

awaitable<result<payout>> service::pay_out(payout_order o, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    const bool known = co_await repository::is_account(tx, o.paid);
    if (!known) co_return refuse(http::not_found);
    const auto id = co_await repository::insert_payout(tx, o);
    if (!id) {
        auto earlier = co_await repository::find_payout_by_key(tx, o.operator_, o.idempotency_key);
        if (earlier) co_return answer_again(o, std::move(*earlier));
        co_return refuse(payout_known, {{"reference", o.reference}});
    }
    auto p = posting_of(o, *id);
    const auto posted = co_await post(tx, std::move(p));
    if (!posted) {
        const auto available = co_await locked_balance(tx, wallet_of(o.paid), o.amount.currency);
        co_return refuse(payout_not_covered, {{"available", to_json(money{available, o.amount.currency})}});
    }
    auto made = co_await repository::find_payout(tx, *id);
    co_await tx.commit();
    co_return std::move(made).value();
}

}  // namespace gavel::ledger
