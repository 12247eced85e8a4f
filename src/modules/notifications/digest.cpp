#include "modules/notifications/digest.hpp"

#include "platform/jobs/retry.hpp"
#include "platform/observe/log.hpp"

#include <array>
#include <chrono>
#include <exception>

namespace gavel::notifications {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t accounts_per_round = 100;
constexpr std::int64_t items_max = 30;
constexpr auto pause = 1min;
constexpr auto round_time = 30s;

// In the order of news::kind.
constexpr std::array<translated, news::kind_names.size()> happenings{{
    {"вашу ставку перебито", "you have been outbid", "вашу ставку перебили"},
    {"ви знову лідируєте", "you lead again", "вы снова лидируете"},
    {"лот ваш", "the lot is yours", "лот ваш"},
    {"торги завершено, лот дістався іншому", "the auction is over, the lot went to somebody else", "торги завершены, лот достался другому"},
    {"ваш лот продано", "your lot is sold", "ваш лот продан"},
    {"ваш лот не продано", "your lot was not sold", "ваш лот не продан"},
    {"торги продовжено через перерву в роботі сервісу", "the auction was extended after an interruption of the service",
     "торги продлены из-за перерыва в работе сервиса"},
    {"торги призупинено", "the auction is paused", "торги приостановлены"},
    {"торги відновлено", "the auction goes on", "торги возобновлены"},
    {"торги скасовано", "the auction was cancelled", "торги отменены"},
    {"ваші ставки скасовано", "your bids were cancelled", "ваши ставки отменены"},
    {"перевірте свій максимум", "please check your maximum", "проверьте свой максимум"},
    {"ставку на ваш лот відкликано", "a bid on your lot was withdrawn", "ставку на ваш лот отозвали"},
    {"торги скоро закінчаться", "the auction ends soon", "торги скоро закончатся"},
    {"новий лот за вашим пошуком", "a new lot for your search", "новый лот по вашему поиску"},
    {"замовлення чекає на оплату", "the order waits for payment", "заказ ждёт оплаты"},
    {"нагадування про оплату", "a reminder to pay", "напоминание об оплате"},
    {"замовлення оплачено", "the order is paid", "заказ оплачен"},
    {"замовлення не відправлено вчасно", "the order was not sent in time", "заказ не отправлен вовремя"},
    {"посилка в дорозі", "the parcel is on its way", "посылка в пути"},
    {"замовлення отримано", "the order was received", "заказ получен"},
    {"гроші за лот на вашому рахунку", "the money for the lot is in your account", "деньги за лот на вашем счёте"},
    {"замовлення не оплачено", "the order was not paid", "заказ не оплачен"},
    {"замовлення скасовано", "the order was cancelled", "заказ отменён"},
    {"гроші повертаються покупцеві", "money goes back to the buyer", "деньги возвращаются покупателю"},
    {"відкрито спір", "a dispute was opened", "открыт спор"},
    {"спір вирішено", "the dispute is settled", "спор решён"},
    {"нове повідомлення про замовлення", "a new message about the order", "новое сообщение о заказе"},
    {"вам пропонують лот", "the lot is offered to you", "вам предлагают лот"},
    {"внесок прийнято", "the deposit is made", "задаток внесён"},
    {"внесок повертається", "the deposit is given back", "задаток возвращается"},
    {"внесок утримано", "a deposit is forfeited", "задаток удержан"},
}};

mail::letter digest_of(const digest_due& to, const digest_news& news, const mail::postman& carrier) {
    mail::letter l(digest_letter, to.lang, to.email);
    std::string items;
    for (const auto& each : news.items)
        items += mail::list_line(digest_line(each, to.lang), carrier.page_url(to.lang, each.order ? "/orders/" + std::to_string(*each.order)
                                                                                                  : "/lots/" + each.lot.text()));
    const auto left_out = news.count - std::ssize(news.items);
    l.account = to.account;
    l.thread = "digest";
    l.values["items"] = std::move(items);
    l.values["count"] = std::to_string(news.count);
    l.values["more"] = left_out > 0 ? std::to_string(left_out) : std::string();
    l.values["inbox_url"] = carrier.page_url(to.lang, "/my/notifications");
    return l;
}

}  // namespace

std::string digest_line(const digest_item& item, language lang) {
    auto line = item.lot_title + ": " + std::string(happenings[static_cast<std::size_t>(item.kind)].in(lang));
    if (item.price) line += ", " + format_money(*item.price, to_string(lang));
    return line;
}

awaitable<std::int64_t> digest_writer::run_once() {
    auto tx = co_await pool_.begin(runtime::within(round_time));
    const auto due = co_await due_digests(tx, accounts_per_round);
    std::vector<mail::letter> letters;
    for (const auto& each : due) {
        const auto news = co_await untold(tx, each.account, each.after, items_max);
        if (!news.items.empty()) letters.push_back(digest_of(each, news, carrier_));
        digest_told(tx, each.account, news.items.empty() ? each.after : news.items.front().id);
    }
    mail::enqueue(tx, letters);
    co_await tx.commit();
    co_return std::ssize(due);
}

awaitable<void> digest_writer::run(runtime::life& l) {
    while (!l.stopping()) {
        std::int64_t done = 0;
        try {
            done = co_await run_once();
        } catch (const std::exception& e) {
            log::warning("notifications.digests_failed", "reason", jobs::cleaned(e.what()));
        }
        if (done < accounts_per_round) co_await l.sleep(pause);
    }
}

}  // namespace gavel::notifications
