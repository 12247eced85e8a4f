#include "modules/bidding/audit.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::bidding {

namespace {

digest digest_of(std::string_view data) {
    const auto bytes = sha256(data);
    digest copy{};
    std::ranges::copy(bytes, copy.begin());
    return copy;
}

template <class Record>
void seal_record(standing& after, Record& made) {
    made.hash = link(after.audit_head, text_of(after, made));
    after.audit_head = made.hash;
}

}  // namespace

digest commitment(const money& amount, const salt& drawn) {
    return digest_of(fmt::format("gavel-commitment-1\n{}\n{} {}", hex(drawn), amount.amount, amount.currency.code()));
}

digest link(const digest& before, std::string_view text) {
    std::string data(before.begin(), before.end());
    data += text;
    return digest_of(data);
}

void seal(standing& after, bid_record& made) { seal_record(after, made); }
void seal(standing& after, act& done) { seal_record(after, done); }

std::optional<opening> revealed(const standing& lot, const record& r, std::optional<account_id> reader) {
    const auto open = [&](std::int64_t amount, const salt& drawn) { return opening{{amount, lot.currency}, drawn}; };
    if (const auto* bid = std::get_if<bid_record>(&r)) {
        const bool leads = lot.leader && lot.leader->bidder == bid->bidder;
        // A purchase ends a lot above maxima that nobody had to show.
        const bool outbid = !leads && lot.sold_by != sold_by::buy_now && lot.price && bid->max <= *lot.price;
        if (outbid || reader == bid->bidder) return open(bid->max, bid->salt);
        return std::nullopt;
    }
    const auto& content = std::get<act>(r).content;
    if (reader != lot.seller) return std::nullopt;
    if (content.terms && content.terms->reserve) return open(*content.terms->reserve, content.terms->reserve_salt);
    if (content.reserve) return open(*content.reserve, content.reserve_salt);
    return std::nullopt;
}

}  // namespace gavel::bidding
