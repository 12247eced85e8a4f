#include "modules/deposits/refunding.hpp"

#include "modules/deposits/repository.hpp"
#include "modules/payments/errors.hpp"
#include "modules/payments/refunds.hpp"
#include "platform/observe/log.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace gavel::deposits {
namespace {

constexpr std::string_view refund_kind = "deposits.refund";
constexpr auto refund_within = std::chrono::seconds(20);

// Nothing: it is begun, or there is nothing to be given back. Otherwise what is left of the payment, of which an operator has given back a
// part already.
boost::asio::awaitable<std::optional<std::int64_t>> begin(pg::pool& pool, const payments::payables& all, deposit_id id,
                                                          std::optional<std::int64_t> amount) {
    auto tx = co_await pool.begin(runtime::within(refund_within));
    const auto found = co_await repository::find(tx, id);
    if (!found || found->state != state::released || !found->payment) co_return std::nullopt;
    std::string reason = "Deposit " + id.text() + " was released";
    auto key = found->subject() + ":released";
    const auto begun =
        co_await payments::begin_refund(tx, all, *found->payment, amount.value_or(found->amount.amount), std::move(reason), std::move(key));
    if (begun) {
        co_await tx.commit();
        co_return std::nullopt;
    }
    log::info("deposits.not_refunded", "deposit", id.value, "why", begun.error().kind().slug);
    if (!begun.error().is(payments::refund_too_large)) co_return std::nullopt;
    co_return begun.error().fields().at("available").at("amount").to_number<std::int64_t>();
}

boost::asio::awaitable<void> refund_by_job(const payments::payables& all, jobs::job j, pg::pool& pool) {
    const auto id = deposit_id::parse(j.payload.at("deposit").as_string());
    const auto left = co_await begin(pool, all, id.value(), std::nullopt);
    if (left) co_await begin(pool, all, id.value(), left);
}

}  // namespace

void refund_later(pg::transaction& tx, deposit_id id) { jobs::enqueue(tx, refund_kind, {{"deposit", id.text()}}); }

jobs::registration refund_job(const payments::payables& all) {
    jobs::registration r;
    r.kind = refund_kind;
    r.run = [&all](jobs::job j, pg::pool& pool) { return refund_by_job(all, std::move(j), pool); };
    return r;
}

}  // namespace gavel::deposits
