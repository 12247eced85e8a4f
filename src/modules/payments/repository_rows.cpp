#include "modules/payments/repository_rows.hpp"

#include <algorithm>

namespace gavel::payments::repository {
namespace {

template <class Enum, std::size_t N>
Enum state_named(const std::array<std::string_view, N>& names, std::string_view name) {
    return static_cast<Enum>(std::ranges::find(names, name) - names.begin());
}

money read_money(const pg::row& r) { return {r.get<std::int64_t>("amount"), currency::parse(r.text("currency")).value()}; }

}  // namespace

payment read_payment(const pg::row& r) {
    payment p;
    p.id = r.get<payment_id>("id");
    p.of.kind = r.text("subject_kind");
    p.of.id = r.get<std::int64_t>("subject_id");
    p.payer = r.get<account_id>("payer_id");
    p.state = state_named<payment_state>(payment_state_names, r.text("state"));
    p.amount = read_money(r);
    p.hold = r.get<bool>("hold");
    p.title = r.text("title");
    p.return_path = r.text("return_path");
    p.what.item = r.get<std::optional<std::string>>("item");
    p.what.lot = r.get<std::optional<lot_id>>("lot_id");
    p.what.lot_title = r.get<std::optional<std::string>>("lot_title").value_or("");
    p.what.lots = r.get<std::int64_t>("lots");
    p.pay_until = r.get<instant>("pay_until");
    p.refunded = r.get<std::int64_t>("refunded");
    p.granted = r.get<bool>("granted");
    p.decline = r.get<std::optional<std::string>>("decline");
    p.created_at = r.get<instant>("created_at");
    p.approved_at = r.get<std::optional<instant>>("approved_at");
    return p;
}

attempt read_attempt(const pg::row& r) {
    attempt a;
    a.id = r.get<attempt_id>("id");
    a.payment = r.get<payment_id>("payment_id");
    a.provider_order = r.text("provider_order");
    a.provider_payment = r.get<std::optional<std::string>>("provider_payment");
    a.state = state_named<attempt_state>(attempt_state_names, r.text("state"));
    a.amount = read_money(r);
    a.hold = r.get<bool>("hold");
    a.checkout_url = r.get<std::optional<std::string>>("checkout_url");
    a.captured = r.get<std::int64_t>("captured");
    a.refunded = r.get<std::int64_t>("refunded");
    a.refunding = r.get<std::int64_t>("refunding");
    a.loose = r.get<std::int64_t>("loose");
    a.surplus = r.get<bool>("surplus");
    a.decline = r.get<std::optional<std::string>>("decline");
    a.code = r.get<std::optional<std::int64_t>>("code");
    a.card = r.get<std::optional<std::string>>("card");
    a.created_at = r.get<instant>("created_at");
    a.expires_at = r.get<instant>("expires_at");
    a.checked_at = r.get<std::optional<instant>>("checked_at");
    a.asked = r.get<std::int64_t>("asked");
    a.audits = r.get<int>("audits");
    return a;
}

operation read_operation(const pg::row& r) {
    operation o;
    o.id = r.get<operation_id>("id");
    o.attempt = r.get<attempt_id>("attempt_id");
    o.kind = state_named<operation_kind>(operation_kind_names, r.text("kind"));
    o.state = state_named<operation_state>(operation_state_names, r.text("state"));
    o.amount = read_money(r);
    o.reason = r.text("reason");
    o.key = r.text("key");
    o.reverse_id = r.text("reverse_id");
    o.tries = r.get<int>("tries");
    o.accepted = r.get<bool>("accepted");
    o.code = r.get<std::optional<std::int64_t>>("code");
    o.created_at = r.get<instant>("created_at");
    o.finished_at = r.get<std::optional<instant>>("finished_at");
    return o;
}

}  // namespace gavel::payments::repository
