// Messages, disputes and how a moderator settles them.
#include "modules/media/errors.hpp"
#include "modules/orders/acts.hpp"
#include "modules/orders/errors.hpp"
#include "modules/orders/limits.hpp"
#include "modules/orders/repository.hpp"
#include "modules/orders/repository_messages.hpp"
#include "modules/orders/taking.hpp"
#include "modules/orders/telling.hpp"
#include "modules/orders/totals.hpp"
#include "modules/orders/transitions.hpp"

#include <utility>

namespace gavel::orders {
namespace {

// To everybody of the order but the one who wrote; moderators look by themselves.
std::vector<told> others_than(const order& o, account_id who, news::kind kind) {
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller})
        if (each != who) whom.emplace_back(each, kind);
    return whom;
}

awaitable<result<message>> put(pg::transaction& tx, const hand& h, account_id who, std::string text, std::vector<std::int64_t> files,
                               std::string key) {
    const auto there = co_await repository::count_messages(tx, h.order.id);
    if (there >= std::int64_t(messages_max)) co_return refuse_about(h, {&too_many_messages, {}}, {{"max", messages_max}});
    if (!files.empty()) {
        const auto known = co_await repository::count_evidence(tx, h.order.id, who, files);
        if (known != std::ssize(files)) co_return refuse(media::no_such_file);
    }
    message m;
    m.order = h.order.id;
    m.who = who;
    m.by = h.by;
    m.text = std::move(text);
    m.files = std::move(files);
    auto kept = co_await repository::insert_message(tx, std::move(m), std::move(key));
    if (!kept) co_return refuse(message_key_reused);
    co_return std::move(*kept);
}

bool is_same(const message& earlier, order_id id, const std::string& text, const std::vector<std::int64_t>& files) {
    return earlier.order == id && earlier.text == text && earlier.files == files;
}

}  // namespace

awaitable<result<message>> acts::write(visitor v, order_id id, std::string text, std::vector<std::int64_t> files, std::string key,
                                       pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::write);
    if (!taken) co_return std::unexpected(taken.error());
    auto known = co_await repository::message_of_key(tx, v.who, key);
    if (known && !is_same(*known, id, text, files)) co_return refuse(message_key_reused);
    if (known) co_return std::move(*known);
    auto written = co_await put(tx, *taken, v.who, std::move(text), std::move(files), std::move(key));
    if (!written) co_return std::unexpected(written.error());
    auto whom = others_than(taken->order, v.who, news::kind::order_message);
    co_await tell(tx, taken->order, written->id, std::move(whom));
    co_await tx.commit();
    co_return std::move(*written);
}

awaitable<result<void>> acts::dispute(visitor v, order_id id, std::string reason, std::string text, std::vector<std::int64_t> files,
                                      std::string key, pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::dispute);
    if (!taken) co_return std::unexpected(taken.error());
    const auto written = co_await put(tx, *taken, v.who, std::move(text), std::move(files), std::move(key));
    if (!written) co_return std::unexpected(written.error());
    auto& o = taken->order;
    enter(o, order_state::disputed, taken->now, house_.limits);
    repository::store(tx, o);
    orders::dispute d;
    d.reason = reason;
    d.opened_by = taken->by;
    d.opened_at = taken->now;
    repository::open_dispute(tx, id, d);
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller}) {
        whom.emplace_back(each, news::kind::order_disputed);
        whom.back().reason = reason;
        whom.back().until = o.due_at;
        whom.back().amount = o.in_money(o.total() - o.refunded);
    }
    auto what = by_person("disputed", taken->by, v.who);
    what.text = std::move(reason);
    co_await record(tx, o, std::move(what), std::move(whom));
    co_await tx.commit();
    co_return result<void>{};
}

awaitable<result<void>> acts::settle(visitor v, order_id id, std::string outcome, std::optional<money> amount, std::string note,
                                     pg::deadline until) {
    auto tx = co_await pool_.begin(until);
    auto taken = co_await take(tx, v, id, command::settle);
    if (!taken) co_return std::unexpected(taken.error());
    auto o = taken->order;
    const auto left = o.total() - o.refunded;
    const bool gives_back = outcome == "refund";
    const auto back = gives_back ? (amount ? amount->amount : left) : 0;
    const bool fits = !amount || (amount->currency == o.currency && gives_back && back >= 1 && back <= left);
    if (!fits)
        co_return refuse_about(*taken, {&refund_out_of_range, {}},
                               {{"field", "amount"}, {"max", to_json(o.in_money(gives_back ? left : 0))}});
    if (back > 0) {
        const bool begun = co_await refund(tx, house_, o, back, "Dispute about order " + o.id.text() + " was settled", "settled");
        if (!begun) co_return refuse_about(*taken, {&refund_refused, {}});
        o.refunded += back;
    }
    repository::settle_dispute(tx, id, v.who, outcome, note);
    std::vector<told> whom;
    for (const auto each : {o.buyer, o.seller}) {
        whom.emplace_back(each, news::kind::order_settled);
        whom.back().reason = outcome;
        if (back > 0) whom.back().amount = o.in_money(back);
    }
    auto what = by_person(gives_back ? "settled_refund" : "settled_complete", taken->by, v.who);
    if (back > 0) what.amount = back;
    what.text = std::move(note);
    co_await record(tx, o, std::move(what), std::move(whom));
    if (o.refunded == o.total()) {
        enter(o, order_state::refunded, taken->now, house_.limits);
        repository::store(tx, o);
    } else {
        const doer who{taken->by, v.who};
        co_await orders::complete(tx, house_, o, who, taken->now);
    }
    co_await tx.commit();
    co_return result<void>{};
}

}  // namespace gavel::orders
