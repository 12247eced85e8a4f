#include "modules/bidding/chain.hpp"

#include "base/random.hpp"
#include "modules/bidding/errors.hpp"
#include "modules/bidding/replay.hpp"
#include "modules/bidding/repository_audit.hpp"
#include "modules/bidding/repository_log.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <utility>

namespace gavel::bidding {

using boost::asio::awaitable;

namespace {

const digest& hash_of(const record& r) {
    return std::visit([](const auto& each) -> const digest& { return each.hash; }, r);
}

boost::json::object to_json(const audit_record& r) {
    boost::json::object shown{{"seq", r.seq}, {"text", r.text}, {"hash", hex(r.hash)}, {"reveal", nullptr}};
    if (r.reveal) shown["reveal"] = boost::json::object{{"amount", gavel::to_json(r.reveal->amount)}, {"salt", hex(r.reveal->drawn)}};
    return shown;
}

// What the log implies about the rows beside it: everybody's maximum, in the order of their numbers. A buyer's is the price they paid.
std::vector<standing_maximum> maxima_after(const standing& lot, const std::vector<record>& log) {
    auto maxima = replay(lot, log).maxima;
    for (const auto& each : log) {
        const auto* done = std::get_if<act>(&each);
        if (!done) continue;
        if (done->kind == act_kind::buy_now) {
            const standing_maximum paid{*done->content.bidder, *done->account, done->after.price, done->seq};
            const auto found = std::ranges::find(maxima, paid.number, &standing_maximum::number);
            if (found != maxima.end()) *found = paid;
            else maxima.push_back(paid);
        }
    }
    return maxima;
}

void keep_earlier(std::optional<difference>& found, std::int64_t seq, std::string_view what) {
    if (!found || seq < found->seq) found = difference{seq, what};
}

}  // namespace

boost::json::object to_json(const audit_page& page) {
    boost::json::array records;
    for (const auto& each : page.records) records.push_back(to_json(each));
    boost::json::object body{{"head", hex(page.head)}, {"records", std::move(records)}, {"next", nullptr}};
    if (page.next) body["next"] = *page.next;
    return body;
}

awaitable<result<audit_page>> read_audit(pg::pool& pool, lot_id lot, std::int64_t from, std::int64_t most, std::optional<account_id> reader,
                                         pg::deadline until) {
    auto tx = co_await pool.begin(until);
    repository::read_one_moment(tx);
    const auto now = co_await repository::find_standing(tx, lot);
    if (!now) co_return refuse(no_such_lot);
    const auto log = co_await repository::read_log(tx, lot, from, most);
    audit_page page;
    page.head = now->audit_head;
    for (const auto& each : log) page.records.push_back({seq_of(each), text_of(*now, each), hash_of(each), revealed(*now, each, reader)});
    if (!log.empty() && seq_of(log.back()) + 1 < now->next_seq) page.next = seq_of(log.back()) + 1;
    co_return page;
}

awaitable<std::optional<audit_report>> audit(pg::pool& pool, lot_id lot, pg::deadline until) {
    auto tx = co_await pool.begin(until);
    repository::read_one_moment(tx);
    const auto now = co_await repository::find_standing(tx, lot);
    if (!now) co_return std::nullopt;
    const auto log = co_await repository::read_log(tx, lot);
    const auto maxima = co_await repository::maxima_of(tx, lot);
    const auto displaced = co_await repository::first_displaced(tx, lot);

    std::vector<account_id> bidders;
    for (const auto& each : maxima) bidders.push_back(each.bidder);
    audit_report report;
    report.records = static_cast<std::int64_t>(log.size());
    report.head = now->audit_head;
    report.found = first_difference(*now, log, bidders);
    if (displaced) keep_earlier(report.found, *displaced, "history");
    if (!report.found && maxima != maxima_after(*now, log)) report.found = difference{now->next_seq - 1, "maximum"};
    co_return report;
}

}  // namespace gavel::bidding
