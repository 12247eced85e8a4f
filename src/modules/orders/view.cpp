#include "modules/orders/view.hpp"

#include "modules/media/view.hpp"
#include "modules/orders/rules.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace gavel::orders {
namespace {

namespace json = boost::json;

json::object person_json(const person& p) { return {{"id", p.id.text()}, {"display_name", p.display_name}}; }

json::value time_json(const std::optional<instant>& t) {
    if (!t) return nullptr;
    return json::value(format_instant(*t));
}

json::value text_json(const std::string& text) {
    if (text.empty()) return nullptr;
    return json::value(text);
}

template <class Id>
json::value id_json(const std::optional<Id>& id) {
    if (!id) return nullptr;
    return json::value(id->text());
}

json::value amount_json(const order& o, const std::optional<std::int64_t>& minor) {
    if (!minor) return nullptr;
    return gavel::to_json(o.in_money(*minor));
}

json::array lines_json(const whole_order& w, const media::addresses& where) {
    json::array all;
    for (const auto& each : w.lines) {
        json::object l;
        l["lot_id"] = each.line.lot.text();
        l["title"] = each.title;
        l["photo"] = media::to_json(each.photo, where);
        l["price"] = gavel::to_json(w.order.in_money(each.line.hammer));
        l["premium"] = gavel::to_json(w.order.in_money(each.line.premium));
        l["commission"] = nullptr;
        if (w.seen_by != party::buyer) l["commission"] = gavel::to_json(w.order.in_money(each.line.commission));
        all.push_back(std::move(l));
    }
    return all;
}

json::object deadlines_json(const order& o) {
    using enum order_state;
    const auto in = [&](order_state s) { return time_json(o.state == s ? o.due_at : std::nullopt); };
    json::object d;
    d["answer_until"] = in(second_chance);
    d["pay_until"] = in(awaiting_payment);
    d["ship_until"] = in(paid);
    d["receive_at"] = in(shipped);
    d["complete_at"] = in(received);
    d["settle_until"] = in(disputed);
    return d;
}

json::array timeline_json(const whole_order& w) {
    json::array all;
    for (const auto& each : w.timeline) {
        json::object e;
        e["at"] = format_instant(each.at);
        e["kind"] = each.kind;
        e["by"] = to_string(each.by);
        e["amount"] = amount_json(w.order, each.amount);
        e["text"] = text_json(each.text);
        all.push_back(std::move(e));
    }
    return all;
}

json::array actions_json(const whole_order& w, language lang) {
    json::array all;
    for (std::size_t i = 0; i < command_names.size(); ++i) {
        const auto c = static_cast<command>(i);
        if (!concerns(c, w.seen_by)) continue;
        const auto why = why_not(c, w.order, w.seen_by, w.now);
        json::object a;
        a["action"] = command_names[i];
        a["allowed"] = !why;
        a["reason"] = nullptr;
        a["title"] = nullptr;
        a["from"] = time_json(why.from);
        if (why) {
            a["reason"] = why.why->slug;
            a["title"] = why.why->title.in(lang);
        }
        all.push_back(std::move(a));
    }
    return all;
}

json::value dispute_json(const std::optional<dispute>& d) {
    if (!d) return nullptr;
    json::object o;
    o["reason"] = d->reason;
    o["by"] = to_string(d->opened_by);
    o["opened_at"] = format_instant(d->opened_at);
    o["settled_at"] = time_json(d->settled_at);
    o["outcome"] = text_json(d->outcome);
    o["note"] = text_json(d->note);
    return o;
}

json::value tracking_json(const order& o) {
    if (!o.shipped_at || !o.carrier) return nullptr;
    const auto number = o.tracking.value_or("");
    json::object t;
    t["carrier"] = *o.carrier;
    t["number"] = text_json(number);
    t["url"] = text_json(tracking_url(*o.carrier, number));
    return t;
}

json::object runner_up_json(const runner_up& r, const currency& unit) {
    json::object j;
    j["lot_id"] = r.lot.text();
    j["number"] = r.number;
    j["max"] = gavel::to_json(money{r.max, unit});
    return j;
}

json::array runners_up_json(const whole_order& w) {
    json::array all;
    for (const auto& each : w.runners_up) all.push_back(runner_up_json(each, w.order.currency));
    return all;
}

}  // namespace

json::object to_json(const whole_order& w, const media::addresses& where, language lang) {
    const auto& o = w.order;
    const bool for_buyer = w.seen_by == party::buyer;
    json::object j;
    j["id"] = o.id.text();
    j["state"] = to_string(o.state);
    j["role"] = to_string(w.seen_by);
    j["buyer"] = person_json(w.buyer);
    j["seller"] = person_json(w.seller);
    j["lines"] = lines_json(w, where);
    j["hammer"] = gavel::to_json(o.in_money(o.hammer));
    j["premium"] = gavel::to_json(o.in_money(o.premium));
    j["shipping"] = amount_json(o, o.shipping);
    j["total"] = gavel::to_json(o.in_money(o.total()));
    j["refunded"] = gavel::to_json(o.in_money(o.refunded));
    const auto shares = share_out(o);
    j["commission"] = amount_json(o, for_buyer ? std::nullopt : std::optional(shares.commission));
    j["payout"] = amount_json(o, for_buyer ? std::nullopt : std::optional(shares.seller));
    j["delivery"] = nullptr;
    if (w.delivery) j["delivery"] = to_json(*w.delivery);
    json::array choices;
    for (const auto& each : w.choices)
        choices.push_back(
            json::object{{"method", each.method}, {"price", amount_json(o, shipping_for(w.choices, each.method, o.shipping_most))}});
    j["delivery_choices"] = std::move(choices);
    j["tracking"] = tracking_json(o);
    j["deadlines"] = deadlines_json(o);
    j["dispute"] = dispute_json(w.dispute);
    j["timeline"] = timeline_json(w);
    j["actions"] = actions_json(w, lang);
    j["runners_up"] = runners_up_json(w);
    j["second_chance_of"] = id_json(o.second_chance_of);
    j["combined_into"] = id_json(o.combined_into);
    j["payment_id"] = id_json(o.payment);
    json::array combinable;
    for (const auto& each : w.combinable) combinable.emplace_back(each.text());
    j["combinable"] = std::move(combinable);
    j["created_at"] = format_instant(o.created_at);
    return j;
}

json::object summary_json(const repository::listed_order& l, party role, const media::addresses& where) {
    const auto& o = l.order;
    json::object j;
    j["id"] = o.id.text();
    j["state"] = to_string(o.state);
    j["role"] = to_string(role);
    j["other"] = person_json(l.other);
    j["title"] = l.title;
    j["lots"] = l.lots;
    j["photo"] = media::to_json(l.photo, where);
    j["total"] = gavel::to_json(o.in_money(o.total()));
    j["due_at"] = time_json(o.due_at);
    j["created_at"] = format_instant(o.created_at);
    return j;
}

json::object unsold_json(const unsold_lot& u, language lang) {
    json::object j;
    j["lot_id"] = u.lot.text();
    j["price"] = gavel::to_json(u.price);
    j["until"] = format_instant(u.until);
    j["allowed"] = !u.why_not;
    j["reason"] = nullptr;
    j["title"] = nullptr;
    if (u.why_not) {
        j["reason"] = u.why_not->kind().slug;
        j["title"] = u.why_not->kind().title.in(lang);
    }
    j["runner_up"] = nullptr;
    if (u.next) j["runner_up"] = runner_up_json(*u.next, u.price.currency);
    j["order_id"] = id_json(u.last);
    return j;
}

json::object dispute_json(const repository::listed_dispute& d) {
    json::object j;
    j["order"] = d.order.id.text();
    j["buyer"] = person_json(d.buyer);
    j["seller"] = person_json(d.seller);
    j["reason"] = d.dispute.reason;
    j["by"] = to_string(d.dispute.opened_by);
    j["opened_at"] = format_instant(d.dispute.opened_at);
    j["settle_until"] = time_json(d.order.due_at);
    j["title"] = d.title;
    j["total"] = gavel::to_json(d.order.in_money(d.order.total() - d.order.refunded));
    return j;
}

json::object message_json(const message& m, account_id reader, const std::vector<media::file>& files, const media::addresses& where) {
    json::array shown;
    for (const auto id : m.files) {
        const auto found = std::ranges::find_if(files, [&](const media::file& f) { return f.id.value == id; });
        if (found != files.end()) shown.push_back(media::own_photo_json(*found, where));
    }
    json::object j;
    j["id"] = std::to_string(m.id);
    j["by"] = to_string(m.by);
    j["mine"] = m.who == reader;
    j["text"] = m.text;
    j["files"] = std::move(shown);
    j["at"] = format_instant(m.at);
    return j;
}

}  // namespace gavel::orders
