// A provider in memory that does what a test tells it to, and a thing to be paid for.
#pragma once
#include "modules/ledger/ledger.hpp"
#include "modules/payments/payable.hpp"
#include "modules/payments/provider.hpp"
#include "platform/http/problems.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::payments {

class fake_provider final : public provider {
public:
    std::string_view name() const override { return "fondy"; }
    bool is_set_up() const override { return set_up; }
    bool takes(std::string_view currency) const override { return currency == "UAH"; }

    awaitable<answer<open_page>> open(page_order o, runtime::deadline) override {
        ++opened;
        if (before_answer) before_answer(o.order);
        if (open_trouble == trouble::none || open_trouble == trouble::no_answer) {
            auto& made = orders[o.order];
            made.order = o.order;
            made.number = std::to_string(1000 + orders.size());
            made.amount = o.amount;
            made.currency = o.currency;
            last = o;
        }
        if (open_trouble != trouble::none) co_return answer<open_page>(open_trouble, 0, "told to");
        open_page page;
        page.url = "https://pay.example/" + o.order;
        co_return answer<open_page>(std::move(page));
    }
    awaitable<answer<provider_order>> status(std::string order, runtime::deadline) override {
        ++asked;
        if (down) co_return answer<provider_order>(trouble::no_answer, 0, "down");
        const auto at = orders.find(order);
        if (at == orders.end()) co_return answer<provider_order>(trouble::not_found, 1018, "no such order");
        auto told = at->second;
        const auto first = std::exchange(meanwhile, nullptr);
        if (first) co_await first();
        told.raw = "status " + std::to_string(asked);
        co_return answer<provider_order>(std::move(told));
    }
    awaitable<answer<movement_state>> reverse(movement m, runtime::deadline) override {
        reversals.push_back(m);
        if (reverse_trouble != trouble::none && reverse_trouble != trouble::no_answer)
            co_return answer<movement_state>(reverse_trouble, reverse_code, "told to");
        if (reverse_says == movement_state::accepted && !done.contains(m.reverse_id)) {
            done[m.reverse_id] = m.amount;
            auto& o = orders[m.order];
            o.reversed += m.amount;
            if (o.reversed == o.amount) o.state = provider_state::reversed;
        }
        if (reverse_trouble == trouble::no_answer) co_return answer<movement_state>(trouble::no_answer, 0, "cut");
        co_return answer<movement_state>(reverse_says);
    }
    awaitable<answer<movement_state>> capture(movement m, runtime::deadline) override {
        captures.push_back(m);
        auto& o = orders[m.order];
        o.is_captured = true;
        o.captured = m.amount;
        co_return answer<movement_state>(movement_state::accepted);
    }
    awaitable<answer<totals>> sums(std::string order, runtime::deadline) override {
        totals t;
        t.charged = listed_charged.value_or(orders[order].amount);
        t.reversed = orders[order].reversed;
        co_return answer<totals>(t);
    }

    void becomes(const std::string& order, provider_state state, int code = 0) {
        auto& o = orders[order];
        o.state = state;
        o.code = code;
        o.decline = code ? "no_funds" : "";
        if (state != provider_state::approved) return;
        o.actual_amount = o.amount;
        o.actual_currency = o.currency;
        o.kind = "purchase";
    }

    bool set_up = true, down = false;
    trouble open_trouble = trouble::none, reverse_trouble = trouble::none;
    int reverse_code = 0;
    movement_state reverse_says = movement_state::accepted;
    std::optional<std::int64_t> listed_charged;
    std::function<void(const std::string&)> before_answer;
    std::function<awaitable<void>()> meanwhile;  // while the next answer to a question is on its way
    std::map<std::string, provider_order> orders;
    std::map<std::string, std::int64_t> done;  // by reverse_id
    std::vector<movement> reversals, captures;
    page_order last;
    int opened = 0, asked = 0;
};

// "thing:5": paid into an escrow, as orders do.
class fake_thing final : public payable {
public:
    std::string_view kind() const override { return "thing"; }
    awaitable<result<bill>> bill_of(pg::transaction&, account_id who, std::int64_t) override {
        if (who != owner) co_return refuse(http::not_found);
        co_return due;
    }
    awaitable<bool> on_paid(pg::transaction& tx, const arrival& a) override {
        ++paid_calls;
        if (!for_sale) co_return false;
        auto m = moved("thing:paid:" + a.payment.text(), a, a.amount.amount, ledger::wallet_of(a.payer), ledger::escrow_of(a.of.text()));
        const auto done = co_await ledger::post(tx, std::move(m));
        co_return done.has_value();
    }
    awaitable<bool> on_refund(pg::transaction& tx, const arrival& a, money amount) override {
        ++refund_calls;
        if (!gives_back) co_return false;
        auto m = moved("thing:refund:" + std::to_string(refund_calls), a, amount.amount, ledger::escrow_of(a.of.text()),
                       ledger::wallet_of(a.payer));
        const auto done = co_await ledger::post(tx, std::move(m));
        co_return done.has_value();
    }
    awaitable<void> on_held(pg::transaction&, const arrival&) override {
        ++held_calls;
        co_return;
    }
    awaitable<void> on_released(pg::transaction&, const arrival&) override {
        ++released_calls;
        co_return;
    }

    account_id owner{1};
    bill due;
    bool for_sale = true, gives_back = true;
    int paid_calls = 0, refund_calls = 0, held_calls = 0, released_calls = 0;

private:
    static ledger::posting moved(std::string key, const arrival& a, std::int64_t amount, ledger::book from, ledger::book to) {
        ledger::posting m;
        m.key = std::move(key);
        m.reason = "purchase";
        m.subject = a.of.text();
        m.currency = a.amount.currency;
        m.entries.push_back({std::move(from), -amount});
        m.entries.push_back({std::move(to), amount});
        return m;
    }
};

}  // namespace gavel::payments
