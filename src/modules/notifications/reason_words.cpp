#include "modules/notifications/reason_words.hpp"

#include <algorithm>
#include <array>

namespace gavel::notifications {
namespace {

// In the order of bidding::act_reason.
constexpr std::array<translated, bidding::act_reason_names.size()> words{{
    {"помилка в сумі", "a slip in the amount", "ошибка в сумме"},
    {"опис лота істотно змінився", "the description changed materially", "описание лота существенно изменилось"},
    {"продавець не відповідає", "the seller does not answer", "продавец не отвечает"},
    {"про це попросив учасник", "the bidder asked for it", "об этом попросил участник"},
    {"учасник не відповідає", "the bidder does not answer", "участник не отвечает"},
    {"продавець не довіряє учасникові", "the seller does not trust the bidder", "продавец не доверяет участнику"},
    {"обліковий запис учасника призупинено", "the bidder’s account is suspended", "учётная запись участника приостановлена"},
    {"лота більше немає", "the item is no longer there", "лота больше нет"},
    {"лот пошкоджено", "the item is damaged", "лот повреждён"},
    {"помилка в описі лота", "a mistake in the listing", "ошибка в описании лота"},
    {"річ, яку тут не можна продавати", "an item that may not be sold here", "вещь, которую здесь нельзя продавать"},
    {"підозра на шахрайство", "suspected fraud", "подозрение на мошенничество"},
    {"скарга", "a complaint", "жалоба"},
    {"технічна причина", "a technical reason", "техническая причина"},
    {"перевірку завершено", "the check is over", "проверка завершена"},
    {"зупинено помилково", "paused by mistake", "остановлено по ошибке"},
    {"перерва в роботі сервісу", "the service was interrupted", "перерыв в работе сервиса"},
}};

struct coded_words {
    std::string_view code;
    translated words;
};

constexpr std::array order_reasons{
    coded_words{"lot_gone", {"лота більше немає", "the item is no longer there", "лота больше нет"}},
    coded_words{"lot_damaged", {"лот пошкоджено", "the item is damaged", "лот повреждён"}},
    coded_words{"buyer_asked", {"про це попросив покупець", "the buyer asked for it", "об этом попросил покупатель"}},
    coded_words{"no_contact", {"покупець не відповідає", "the buyer does not answer", "покупатель не отвечает"}},
    coded_words{"not_shipped", {"продавець не відправив вчасно", "the seller did not send it in time", "продавец не отправил вовремя"}},
    coded_words{"not_received", {"посилка не надійшла", "the parcel did not arrive", "посылка не пришла"}},
    coded_words{"not_as_described", {"лот не відповідає опису", "the item is not as described", "лот не соответствует описанию"}},
    coded_words{"damaged", {"лот прибув пошкодженим", "the item arrived damaged", "лот прибыл повреждённым"}},
    coded_words{"counterfeit", {"це підробка", "it is a counterfeit", "это подделка"}},
    coded_words{"buyer_unreachable", {"покупець не виходить на зв’язок", "the buyer cannot be reached", "покупатель не выходит на связь"}},
    coded_words{"below_reserve",
                {"ставки не досягли резервної ціни", "the bids did not reach the reserve", "ставки не достигли резервной цены"}},
    coded_words{"other", {"інша причина", "another reason", "другая причина"}},
    coded_words{"complete", {"гроші отримує продавець", "the seller gets the money", "деньги получает продавец"}},
    coded_words{"refund", {"гроші повертаються покупцеві", "the money goes back to the buyer", "деньги возвращаются покупателю"}},
    coded_words{
        "warning",
        {"Це попередження. Після другого неоплаченого замовлення перед ставками знадобиться завдаток, після третього участь у торгах "
         "буде призупинено.",
         "This is a warning. After a second unpaid order you will need a deposit before you bid, after a third your bidding will be "
         "suspended.",
         "Это предупреждение. После второго неоплаченного заказа перед ставками понадобится задаток, после третьего участие в торгах "
         "будет приостановлено."}},
    coded_words{"deposit",
                {"Це друге неоплачене замовлення: відтепер перед ставками потрібен завдаток.",
                 "This is your second unpaid order: from now on you need a deposit before you bid.",
                 "Это второй неоплаченный заказ: отныне перед ставками нужен задаток."}},
    coded_words{"suspension",
                {"Це третє неоплачене замовлення: вашу участь у торгах тимчасово призупинено.",
                 "This is your third unpaid order: your bidding is suspended for a time.",
                 "Это третий неоплаченный заказ: ваше участие в торгах временно приостановлено."}},
};

constexpr std::array deposit_reasons{
    coded_words{"to_card",
                {"Гроші повертаються на картку, якою ви платили. Банк зазвичай зараховує їх за кілька днів.",
                 "The money goes back to the card you paid with. Banks usually credit it within a few days.",
                 "Деньги возвращаются на карту, которой вы платили. Банк обычно зачисляет их за несколько дней."}},
    coded_words{"to_wallet",
                {"Гроші знову вільні у вашому гаманці на сайті.", "The money is free again in your wallet on the site.",
                 "Деньги снова свободны в вашем кошельке на сайте."}},
};

template <std::size_t N>
std::string_view find_words(const std::array<coded_words, N>& all, std::string_view code, language lang) {
    const auto known = std::ranges::find(all, code, &coded_words::code);
    return known == all.end() ? std::string_view() : known->words.in(lang);
}

}  // namespace

std::string_view order_reason_in_words(std::string_view code, language lang) { return find_words(order_reasons, code, lang); }

std::string_view deposit_reason_in_words(std::string_view code, language lang) { return find_words(deposit_reasons, code, lang); }

std::string_view reason_in_words(std::string_view act_reason, language lang) {
    const auto known = bidding::named<bidding::act_reason>(bidding::act_reason_names, act_reason);
    if (!known) return {};
    return words[static_cast<std::size_t>(*known)].in(lang);
}

}  // namespace gavel::notifications
