#include "modules/notifications/push_words.hpp"

#include <array>
#include <chrono>
#include <optional>

namespace gavel::notifications {
namespace {

using namespace std::chrono_literals;
using webpush::urgency;

enum class detail { nothing, price, max, end };

struct manner_of_push {
    translated title;
    detail shown = detail::nothing;
    webpush::urgency urgency = urgency::normal;
    std::chrono::seconds keep_for = 24h;  // for a device that is away; afterwards the lot has moved on
};

// In the order of news::kind.
constexpr std::array<manner_of_push, news::kind_names.size()> manners{{
    {{"Вашу ставку перебито", "You have been outbid", "Вашу ставку перебили"}, detail::price, urgency::high, 4h},
    {{"Ви знову лідируєте", "You lead again", "Вы снова лидируете"}, detail::price, urgency::normal, 4h},
    {{"Лот ваш", "The lot is yours", "Лот ваш"}, detail::price, urgency::high, 72h},
    {{"Лот дістався іншому", "The lot went to somebody else", "Лот достался другому"}, detail::price},
    {{"Ваш лот продано", "Your lot is sold", "Ваш лот продан"}, detail::price, urgency::normal, 72h},
    {{"Ваш лот не продано", "Your lot was not sold", "Ваш лот не продан"}},
    {{"Торги продовжено", "The auction was extended", "Торги продлены"}, detail::end, urgency::normal, 4h},
    {{"Торги призупинено", "The auction is paused", "Торги приостановлены"}},
    {{"Торги відновлено", "The auction goes on", "Торги возобновлены"}, detail::end, urgency::normal, 4h},
    {{"Торги скасовано", "The auction was cancelled", "Торги отменены"}},
    {{"Ваші ставки скасовано", "Your bids were cancelled", "Ваши ставки отменены"}},
    {{"Перевірте свій максимум", "Please check your maximum", "Проверьте свой максимум"}, detail::max, urgency::normal, 4h},
    {{"Ставку на ваш лот відкликано", "A bid on your lot was withdrawn", "Ставку на ваш лот отозвали"}},
    {{"Торги скоро закінчаться", "The auction ends soon", "Торги скоро закончатся"}, detail::end, urgency::high, 4h},
    {{"Нові лоти за вашим пошуком", "New lots for your search", "Новые лоты по вашему поиску"}},
    {{"Замовлення чекає на оплату", "Your order waits for payment", "Заказ ждёт оплаты"}, detail::end, urgency::normal, 72h},
    {{"Нагадуємо про оплату", "A reminder to pay", "Напоминаем об оплате"}, detail::end, urgency::high, 24h},
    {{"Замовлення оплачено", "The order is paid", "Заказ оплачен"}, detail::price, urgency::normal, 72h},
    {{"Замовлення не відправлено вчасно", "The order was not sent in time", "Заказ не отправлен вовремя"},
     detail::nothing,
     urgency::normal,
     72h},
    {{"Посилка в дорозі", "The parcel is on its way", "Посылка в пути"}, detail::nothing, urgency::normal, 72h},
    {{"Замовлення отримано", "The order was received", "Заказ получен"}, detail::nothing, urgency::normal, 72h},
    {{"Гроші за лот ваші", "The money for the lot is yours", "Деньги за лот ваши"}, detail::price, urgency::normal, 72h},
    {{"Замовлення не оплачено", "The order was not paid", "Заказ не оплачен"}, detail::nothing, urgency::normal, 72h},
    {{"Замовлення скасовано", "The order was cancelled", "Заказ отменён"}, detail::nothing, urgency::normal, 72h},
    {{"Гроші повертаються", "Money is given back", "Деньги возвращаются"}, detail::price, urgency::normal, 72h},
    {{"Відкрито спір", "A dispute was opened", "Открыт спор"}, detail::nothing, urgency::high, 72h},
    {{"Спір вирішено", "The dispute is settled", "Спор решён"}, detail::nothing, urgency::normal, 72h},
    {{"Нове повідомлення про замовлення", "A new message about an order", "Новое сообщение о заказе"},
     detail::nothing,
     urgency::normal,
     72h},
    {{"Вам пропонують лот", "A lot is offered to you", "Вам предлагают лот"}, detail::end, urgency::high, 24h},
    {{"Гарантійний внесок прийнято", "Your deposit is made", "Задаток внесён"}, detail::price, urgency::normal, 24h},
    {{"Гарантійний внесок повертається", "Your deposit is released", "Задаток возвращается"}, detail::price, urgency::normal, 72h},
    {{"Гарантійний внесок утримано", "A deposit is forfeited", "Задаток удержан"}, detail::price, urgency::normal, 72h},
}};

std::string detail_text(detail d, const news::event& e, const std::string& ends_at, language lang) {
    const auto words = [&](const std::optional<money>& m) { return m ? format_money(*m, to_string(lang)) : std::string(); };
    switch (d) {
        case detail::price: return words(e.price);
        case detail::max: return words(e.max);
        case detail::end: return ends_at;
        case detail::nothing: break;
    }
    return {};
}

}  // namespace

push::message push_about(const news::event& e, const std::string& lot_title, const std::string& ends_at, language lang) {
    const auto& how = manners[static_cast<std::size_t>(e.kind)];
    push::message m(e.account);
    m.name = to_string(e.kind);
    m.topic = e.order != 0 ? "order-" + std::to_string(e.order) : "lot-" + e.lot.text();
    m.title = how.title.in(lang);
    m.body = lot_title;
    if (const auto more = detail_text(how.shown, e, ends_at, lang); !more.empty()) m.body += " · " + more;
    const auto path = e.order != 0 ? "/orders/" + std::to_string(e.order) : "/lots/" + e.lot.text();
    m.url = lang == default_language ? path : "/" + std::string(to_string(lang)) + path;
    m.urgency = how.urgency;
    m.keep_for = how.keep_for;
    if (how.shown == detail::end) m.worth_until = e.ends_at;
    return m;
}

}  // namespace gavel::notifications
