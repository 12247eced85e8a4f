#include "sim/fondy/order.hpp"

#include <algorithm>

namespace gavel::sim::fondy {
namespace {

constexpr test_card cards[] = {
    {"4444555566661111", card_check::yes, true},          {"4444111166665555", card_check::yes, false},
    {"4444555511116666", card_check::none, true},         {"4444111155556666", card_check::none, false},
    {"5555666644441111", card_check::yes, true},          {"6666444455551111", card_check::yes, true},
    {"4444666655559999", card_check::challenge, true},    {"4444666699995555", card_check::challenge, false},
    {"4444555566669999", card_check::frictionless, true}, {"4444999966665555", card_check::frictionless, false},
    {"2222555566663333", card_check::yes, false},
};

constexpr int card_number_wrong = 1015, general_decline = 1000;

void decline(order& o, int code, std::string why) {
    o.response_code = code;
    o.response_description = std::move(why);
    o.status = o.delayed ? "processing" : "declined";
}

}  // namespace

const test_card* find_card(std::string_view number) {
    const auto at = std::ranges::find(cards, number, &test_card::number);
    return at == std::end(cards) ? nullptr : at;
}

void pay(order& o, std::string_view number, std::int64_t next) {
    if (o.is_over()) return;
    const auto* card = find_card(number);
    if (!card) return decline(o, card_number_wrong, "Wrong card number");
    o.masked_card = std::string(number.substr(0, 6)) + "XXXXXX" + std::string(number.substr(12));
    o.card_bin = number.substr(0, 6);
    o.card_type = number.front() == '4' ? "VISA" : "MasterCard";
    o.eci = card->check == card_check::none ? "7" : "5";
    o.operations.push_back({next, "purchase", card->approves ? "approved" : "declined", o.amount});
    if (!card->approves) return decline(o, general_decline, "General decline");
    o.status = "approved";
    o.response_code = 0;
    o.response_description.clear();
    o.actual_amount = o.in_actual(o.amount);
    if (o.actual_currency.empty()) o.actual_currency = o.currency;
}

void expire(order& o) {
    if (o.is_over()) return;
    o.status = o.response_code != 0 ? "declined" : "expired";
}

int reverse(order& o, std::int64_t amount, const std::string& reverse_id, bool no_money, std::int64_t next, reversal& answer) {
    if (!reverse_id.empty() && o.by_reverse_id.contains(reverse_id)) {
        answer = o.by_reverse_id[reverse_id];
        return 0;
    }
    if (o.status == "reversed") return 1086;
    if (o.status != "approved") return 1019;
    if (no_money) return 1069;
    if (o.preauth && !o.captured && amount != o.amount) return 1084;
    const auto charged = o.preauth && o.captured ? o.capture_amount : o.amount;
    answer.transaction = next;
    answer.amount = amount;
    answer.status = amount < 1 || o.reversed + amount > charged ? "declined" : "approved";
    if (answer.status == "approved") {
        o.reversed += amount;
        o.kind = "reverse";
        if (o.reversed == charged) o.status = "reversed";
    }
    o.operations.push_back({next, "reverse", answer.status, amount});
    if (!reverse_id.empty()) o.by_reverse_id[reverse_id] = answer;
    return 0;
}

int capture(order& o, std::int64_t amount, std::int64_t next) {
    if (!o.preauth || o.status != "approved") return 1019;
    if (o.captured) return o.capture_amount == amount ? 0 : 1109;
    if (amount < 1 || amount > o.amount) return 1023;
    o.captured = true;
    o.capture_amount = amount;
    o.operations.push_back({next, "capture", "approved", amount});
    return 0;
}

}  // namespace gavel::sim::fondy
