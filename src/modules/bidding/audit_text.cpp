// The canonical text of a record. Every line is `name value`; changing anything here changes hashes that people keep.
#include "modules/bidding/audit.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <iterator>
#include <map>

namespace gavel::bidding {

namespace {

constexpr std::string_view format_name = "gavel-audit-1";
constexpr std::string_view absent = "-";

class lines {
public:
    explicit lines(gavel::currency in) : currency_(in) { text_ = format_name; }

    void add(std::string_view name, std::string_view value) { fmt::format_to(std::back_inserter(text_), "\n{} {}", name, value); }
    void add(std::string_view name, std::int64_t value) { add(name, std::string_view(std::to_string(value))); }
    void add(std::string_view name, instant value) { add(name, std::string_view(format_exactly(value))); }

    std::string amount(std::int64_t minor) const { return fmt::format("{} {}", minor, currency_.code()); }
    std::string amount(std::optional<std::int64_t> minor) const { return minor ? amount(*minor) : std::string(absent); }
    std::string hidden(std::optional<std::int64_t> minor, const salt& drawn) const {
        return minor ? hex(commitment({*minor, currency_}, drawn)) : std::string(absent);
    }
    std::string take() { return std::move(text_); }

private:
    gavel::currency currency_;
    std::string text_;
};

// The content of an act by name.
using members = std::map<std::string, std::string>;

void add_terms(members& to, const lines& out, const terms& t) {
    to["buy_now"] = out.amount(t.buy_now);
    to["currency"] = t.currency.code();
    to["chase"] = t.chase ? "yes" : "no";
    to["ends_at"] = format_exactly(t.ends_at);
    to["hard_ends_at"] = format_exactly(t.hard_ends_at);
    to["increments"] = t.increments;
    to["reserve"] = out.hidden(t.reserve, t.reserve_salt);
    to["soft_extend_s"] = std::to_string(t.soft.extend_s);
    to["soft_mode"] = to_string(t.soft.mode);
    to["soft_window_s"] = std::to_string(t.soft.window_s);
    to["start"] = out.amount(t.start);
    to["starts_at"] = format_exactly(t.starts_at);
    to["step"] = out.amount(t.step);
}

members content_of(const lines& out, const act& done) {
    const auto& content = done.content;
    members all;
    if (content.terms) add_terms(all, out, *content.terms);
    if (!content.fields.empty()) all["fields"] = fmt::format("{}", fmt::join(content.fields, " "));
    if (done.kind == act_kind::reserve_changed) {
        all["granularity"] = out.amount(content.granularity);
        all["reserve"] = out.hidden(content.reserve, content.reserve_salt);
    }
    if (content.reason) all["reason"] = to_string(*content.reason);
    if (content.bidder) all["bidder"] = std::to_string(*content.bidder);
    if (!content.bids.empty()) all["withdrawn"] = fmt::format("{}", fmt::join(content.bids, " "));
    if (content.ends_at) all["ends_at"] = format_exactly(*content.ends_at);
    return all;
}

void add_middle(lines& out, const bid_record& bid) {
    out.add("kind", std::string_view("bid"));
    out.add("bidder", bid.number);
    out.add("max", out.hidden(bid.max, bid.salt));
    out.add("outcome", to_string(bid.outcome));
}

void add_middle(lines& out, const act& done) {
    out.add("kind", to_string(done.kind));
    out.add("actor", to_string(done.actor));
    for (const auto& [name, value] : content_of(out, done)) out.add(name, std::string_view(value));
}

void add_after(lines& out, const aftermath& after) {
    out.add("price", out.amount(after.price));
    out.add("leader", after.leader ? std::to_string(*after.leader) : std::string(absent));
    out.add("bids", after.bids);
    out.add("ends", after.ends_at);
    out.add("state", lots::to_string(after.state));
}

}  // namespace

std::string text_of(const standing& lot, const record& r) {
    return std::visit(
        [&](const auto& each) {
            lines out(lot.currency);
            out.add("lot", lot.lot.value);
            out.add("seq", each.seq);
            out.add("at", each.at);
            add_middle(out, each);
            add_after(out, each.after);
            return out.take();
        },
        r);
}

}  // namespace gavel::bidding
