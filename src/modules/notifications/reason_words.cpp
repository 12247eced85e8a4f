#include "modules/notifications/reason_words.hpp"

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

}  // namespace

std::string_view reason_in_words(std::string_view act_reason, language lang) {
    const auto known = bidding::named<bidding::act_reason>(bidding::act_reason_names, act_reason);
    if (!known) return {};
    return words[static_cast<std::size_t>(*known)].in(lang);
}

}  // namespace gavel::notifications
