#include "modules/payments/view.hpp"

#include <boost/json/array.hpp>
#include "base/json_or_null.hpp"

namespace gavel::payments {
namespace {

boost::json::object person(account_id id, const std::string& name) { return {{"id", id.text()}, {"display_name", name}}; }

boost::json::value part_of(const attempt& a, std::int64_t amount) { return to_json(money{amount, a.amount.currency}); }

boost::json::object view_attempt(const attempt& a) {
    boost::json::object o;
    o["id"] = a.id.text();
    o["state"] = to_string(a.state);
    o["provider_order"] = a.provider_order;
    o["provider_payment"] = or_null(a.provider_payment);
    o["amount"] = to_json(a.amount);
    o["captured"] = part_of(a, a.captured);
    o["refunded"] = part_of(a, a.refunded);
    o["decline"] = or_null(a.decline);
    o["code"] = or_null(a.code);
    o["card"] = or_null(a.card);
    o["created_at"] = format_instant(a.created_at);
    o["expires_at"] = format_instant(a.expires_at);
    o["checked_at"] = or_null(a.checked_at);
    return o;
}

boost::json::value lot_of(const about& what) {
    if (!what.lot) return nullptr;
    boost::json::object o;
    o["id"] = what.lot->text();
    o["title"] = what.lot_title;
    o["of"] = what.lots;
    return o;
}

boost::json::object view_event(const event& e) {
    boost::json::object o;
    o["id"] = e.id.text();
    o["source"] = e.source;
    o["order_status"] = e.order_status;
    o["amount"] = e.amount;
    o["received_at"] = format_instant(e.received_at);
    o["body"] = e.body;
    return o;
}

template <class T, class F>
boost::json::array all_of(const std::vector<T>& items, F show) {
    boost::json::array shown;
    for (const auto& each : items) shown.push_back(show(each));
    return shown;
}

}  // namespace

boost::json::object view(const payment& p, const std::optional<std::string>& checkout_url) {
    boost::json::object o;
    o["id"] = p.id.text();
    o["state"] = to_string(p.state);
    o["subject"] = p.of.text();
    o["kind"] = p.of.kind;
    o["item"] = or_null(p.what.item);
    o["lot"] = lot_of(p.what);
    o["title"] = p.title;
    o["amount"] = to_json(p.amount);
    o["refunded"] = to_json(money{p.refunded, p.amount.currency});
    o["hold"] = p.hold;
    o["decline"] = or_null(p.decline);
    o["checkout_url"] = or_null(checkout_url);
    o["return_path"] = p.return_path;
    o["created_at"] = format_instant(p.created_at);
    o["approved_at"] = or_null(p.approved_at);
    return o;
}

boost::json::object view(const moderated_payment& m) {
    auto o = view(m.of, std::nullopt);
    o["payer"] = person(m.of.payer, m.payer_name);
    o["differences"] = m.differences;
    return o;
}

boost::json::object view(const operation& op) {
    boost::json::object o;
    o["id"] = op.id.text();
    o["kind"] = to_string(op.kind);
    o["state"] = to_string(op.state);
    o["amount"] = to_json(op.amount);
    o["reason"] = op.reason;
    o["tries"] = op.tries;
    o["code"] = or_null(op.code);
    o["created_at"] = format_instant(op.created_at);
    o["finished_at"] = or_null(op.finished_at);
    return o;
}

boost::json::object view(const difference& d) {
    boost::json::object o;
    o["id"] = d.id.text();
    o["kind"] = d.kind;
    o["state"] = d.resolved_at ? "resolved" : "open";
    o["payment"] = d.payment ? boost::json::value(d.payment->text()) : boost::json::value();
    o["provider_order"] = d.provider_order;
    o["ours"] = d.ours;
    o["theirs"] = d.theirs;
    o["detail"] = d.detail;
    o["found_at"] = format_instant(d.found_at);
    o["resolved_at"] = or_null(d.resolved_at);
    o["resolved_by"] = nullptr;
    if (d.resolved_by) o["resolved_by"] = person(*d.resolved_by, d.resolver_name);
    o["note"] = or_null(d.note);
    return o;
}

boost::json::object view(const payment_file& f) {
    boost::json::object o;
    o["payment"] = view(f.of);
    o["attempts"] = all_of(f.attempts, view_attempt);
    o["operations"] = all_of(f.operations, [](const operation& each) { return view(each); });
    o["differences"] = all_of(f.differences, [](const difference& each) { return view(each); });
    o["events"] = all_of(f.events, view_event);
    return o;
}

}  // namespace gavel::payments
