#include "modules/ledger/http.hpp"

#include "modules/ledger/csv.hpp"
#include "platform/http/form.hpp"
#include "platform/http/problems.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace gavel::ledger {
namespace {

constexpr std::size_t reference_max = 100, note_max = 500;  // code points

void add_balance(boost::json::object& to, const wallet_balance& w) {
    to["balance"] = to_json(money{w.balance, w.currency});
    to["held"] = to_json(money{w.held, w.currency});
    to["available"] = to_json(money{w.balance - w.held, w.currency});
}

std::string text(const statement_place& p) { return std::to_string(p.transaction) + "-" + std::to_string(p.seq); }

boost::json::object view(const statement_line& l) {
    boost::json::object o;
    o["id"] = text(l.place);
    o["transaction"] = std::to_string(l.place.transaction);
    o["at"] = format_instant(l.at);
    o["reason"] = l.reason;
    o["subject"] = l.subject;
    o["amount"] = to_json(l.amount);
    o["balance_after"] = to_json(l.balance_after);
    return o;
}

boost::json::object view(const active_hold& h) {
    boost::json::object o;
    o["id"] = h.id.text();
    o["amount"] = to_json(h.amount);
    o["subject"] = h.subject;
    o["expires_at"] = format_instant(h.expires_at);
    return o;
}

boost::json::object view(const person& p) { return {{"id", p.id.text()}, {"display_name", p.display_name}}; }

boost::json::object view(const payout& p) {
    boost::json::object o;
    o["id"] = p.id.text();
    o["account"] = view(p.paid);
    o["amount"] = to_json(p.amount);
    o["reference"] = p.reference;
    o["note"] = p.note;
    o["by"] = view(p.operator_);
    o["at"] = format_instant(p.at);
    return o;
}

template <class Item>
boost::json::array views(const std::vector<Item>& items) {
    boost::json::array all;
    for (const auto& each : items) all.push_back(view(each));
    return all;
}

std::optional<statement_place> place_in(const http::request& r) {
    const auto given = r.query("cursor");
    if (!given) return std::nullopt;
    const auto dash = given->find('-');
    if (dash == std::string_view::npos) http::refuse_field("cursor", "malformed");
    const auto transaction = id<struct transaction_tag>::parse(given->substr(0, dash));
    const auto seq = id<struct seq_tag>::parse(given->substr(dash + 1));
    if (!transaction || !seq) http::refuse_field("cursor", "malformed");
    return statement_place{transaction->value, seq->value};
}

std::optional<instant> moment_in(const http::request& r, std::string_view name) {
    const auto given = r.query(name);
    if (!given) return std::nullopt;
    const auto parsed = parse_instant(*given);
    if (!parsed) http::refuse_field(name, "malformed");
    return parsed;
}

template <class Id>
std::optional<Id> id_in(const http::request& r, std::string_view name) {
    const auto given = r.query(name);
    if (!given) return std::nullopt;
    const auto parsed = Id::parse(*given);
    if (!parsed) http::refuse_field(name, "malformed");
    return parsed;
}

http::awaitable<http::reply> get_statement(service& s, http::request& r) {
    const auto before = place_in(r);
    const auto limit = r.query_integer("limit", 1, 100, 25);
    const auto page = co_await s.statement(r.require_account(), before, limit, r.until);
    boost::json::array balances;
    for (const auto& each : page.balances) {
        boost::json::object o;
        add_balance(o, each);
        balances.push_back(std::move(o));
    }
    boost::json::object body;
    body["balances"] = std::move(balances);
    body["holds"] = views(page.holds);
    body["items"] = views(page.items);
    body["next_cursor"] = nullptr;
    if (page.next) body["next_cursor"] = text(*page.next);
    co_return http::json(body);
}

http::awaitable<http::reply> get_csv(service& s, http::request& r) {
    const auto owner = r.require_account();
    const auto from = moment_in(r, "from"), to = moment_in(r, "to");
    const auto lines = co_await s.whole(owner, from, to, r.until);
    if (!lines) co_return http::problem_json(lines.error(), r.lang);
    http::reply file;
    file.content_type = "text/csv; charset=utf-8; header=present";
    file.with("Content-Disposition", "attachment; filename=\"ledger-" + owner.text() + ".csv\"").with("Cache-Control", "private, no-store");
    file.body = csv_of(*lines);
    co_return file;
}

http::awaitable<http::reply> get_wallets(service& s, http::request& r) {
    const auto owner = id_in<account_id>(r, "account");
    const auto limit = r.query_integer("limit", 1, 100, 50);
    const auto found = co_await s.wallets(owner, limit, r.until);
    boost::json::array items;
    for (const auto& each : found) {
        boost::json::object o;
        o["account"] = view(each.owner);
        add_balance(o, each.stands);
        items.push_back(std::move(o));
    }
    boost::json::object body;
    body["items"] = std::move(items);
    co_return http::json(body);
}

http::awaitable<http::reply> get_payouts(service& s, http::request& r) {
    const auto paid = id_in<account_id>(r, "account");
    const auto before = id_in<payout_id>(r, "cursor");
    const auto limit = r.query_integer("limit", 1, 100, 50);
    const auto page = co_await s.payouts(paid, before, limit, r.until);
    boost::json::object body;
    body["items"] = views(page.items);
    body["next_cursor"] = nullptr;
    if (page.next) body["next_cursor"] = page.next->text();
    co_return http::json(body);
}

payout_order read_order(const http::request& r) {
    payout_order o;
    o.operator_ = r.require_host();
    o.idempotency_key = r.idempotency_key();
    http::form f(r.json_object());
    const auto account = account_id::parse(f.required_text("account", 1, 19));
    if (!account && !f.faulty()) f.reject("account", "malformed");
    o.paid = account.value_or(account_id());
    o.amount = f.required_amount("amount");
    o.reference = f.required_text("reference", 1, reference_max);
    o.note = f.text("note", 0, note_max, true).value_or(std::string());
    f.finish();
    return o;
}

http::awaitable<http::reply> post_payout(service& s, http::request& r) {
    auto wanted = read_order(r);
    const auto made = co_await s.pay_out(std::move(wanted), r.until);
    if (!made) co_return http::problem_json(made.error(), r.lang);
    co_return http::created(view(*made));
}

}  // namespace

void add_routes(http::router& to, service& s) {
    using http::method;
    http::route_options own;
    own.who = http::access::signed_in;
    own.body_max = 8 * 1024;
    to.add(method::get, "/api/v1/me/ledger", own, [&s](http::request& r) { return get_statement(s, r); });
    to.add(method::get, "/api/v1/me/ledger.csv", own, [&s](http::request& r) { return get_csv(s, r); });
    auto operators = own;
    operators.who = http::access::host;
    to.add(method::get, "/api/v1/moderation/wallets", operators, [&s](http::request& r) { return get_wallets(s, r); });
    to.add(method::get, "/api/v1/moderation/payouts", operators, [&s](http::request& r) { return get_payouts(s, r); });
    to.add(method::post, "/api/v1/moderation/payouts", operators, [&s](http::request& r) { return post_payout(s, r); });
}

}  // namespace gavel::ledger
