#include "modules/orders/documents.hpp"

#include "modules/orders/totals.hpp"
#include "platform/pdf/writer.hpp"

#include <fmt/format.h>

#include <chrono>

namespace gavel::orders {
namespace {

constexpr translated invoice_word{"Рахунок № ", "Invoice no. ", "Счёт № "},
    slip_word{"Пакувальний лист: замовлення № ", "Packing slip: order no. ", "Упаковочный лист: заказ № "},
    of_order{"Замовлення № ", "Order no. ", "Заказ № "}, date{"Дата", "Date", "Дата"}, buyer{"Покупець", "Buyer", "Покупатель"},
    seller{"Продавець", "Seller", "Продавец"}, recipient{"Отримувач", "Recipient", "Получатель"}, phone{"Телефон", "Phone", "Телефон"},
    address{"Адреса доставки", "Delivery address", "Адрес доставки"}, way{"Спосіб доставки", "Delivery", "Способ доставки"},
    tracking{"Номер посилки", "Parcel number", "Номер посылки"}, note{"Побажання", "Note", "Пожелания"}, lot{"Лот", "Lot", "Лот"},
    number{"№ лота", "Lot no.", "№ лота"}, price{"Ціна", "Price", "Цена"}, hammer{"Ціна лотів", "Hammer price", "Цена лотов"},
    premium{"Збір з покупця", "Buyer’s premium", "Сбор с покупателя"}, shipping{"Доставка", "Shipping", "Доставка"},
    by_tariff{"за тарифом перевізника, при отриманні", "at the carrier’s tariff, on receipt", "по тарифу перевозчика, при получении"},
    not_chosen{"ще не обрано", "not chosen yet", "ещё не выбрана"}, total{"Разом", "Total", "Итого"},
    given_back{"Повернено", "Refunded", "Возвращено"}, state{"Стан", "State", "Состояние"},
    pay_until{"Оплатити до", "Pay by", "Оплатить до"}, paid_on{"Оплачено", "Paid on", "Оплачено"},
    check_list{"Перед відправленням", "Before sending", "Перед отправкой"},
    check_items{"Усі лоти зі списку в посилці", "All lots of the list are in the parcel", "Все лоты из списка в посылке"},
    check_photo{"Зроблено світлини лотів і пакування", "Photos of the lots and of the packing were taken",
                "Сделаны фотографии лотов и упаковки"},
    check_address{"Отримувач, телефон і адреса збігаються", "Recipient, phone and address are right",
                  "Получатель, телефон и адрес совпадают"};

constexpr std::array<translated, 5> methods{{
    {"Нова пошта", "Nova Poshta", "Новая почта"},
    {"Укрпошта", "Ukrposhta", "Укрпочта"},
    {"Meest", "Meest", "Meest"},
    {"Кур’єр", "Courier", "Курьер"},
    {"Самовивіз", "Pick-up", "Самовывоз"},
}};

constexpr std::array<translated, order_state_names.size()> states{{
    {"запропоновано", "offered", "предложен"},
    {"чекає на оплату", "awaiting payment", "ждёт оплаты"},
    {"оплачено", "paid", "оплачен"},
    {"відправлено", "sent", "отправлен"},
    {"отримано", "received", "получен"},
    {"спір", "in dispute", "спор"},
    {"завершено", "completed", "завершён"},
    {"гроші повернено", "refunded", "деньги возвращены"},
    {"не оплачено", "unpaid", "не оплачен"},
    {"скасовано", "cancelled", "отменён"},
    {"відхилено", "declined", "отклонён"},
    {"об’єднано", "combined", "объединён"},
}};

std::string method_words(std::string_view method, language lang) {
    for (std::size_t i = 0; i < lots::shipping_names.size(); ++i)
        if (lots::shipping_names[i] == method) return std::string(methods[i].in(lang));
    return {};
}

std::string day(instant t) {
    const std::chrono::year_month_day d(std::chrono::floor<std::chrono::days>(t + std::chrono::hours(2)));  // Kyiv
    return fmt::format("{:02}.{:02}.{}", static_cast<unsigned>(d.day()), static_cast<unsigned>(d.month()), static_cast<int>(d.year()));
}

std::string words(const order& o, std::int64_t amount, language lang) { return format_money(o.in_money(amount), to_string(lang)); }

void add_delivery(pdf::writer& w, const whole_order& o, language lang) {
    if (!o.delivery) return;
    const auto& d = *o.delivery;
    w.fact(recipient.in(lang), d.recipient);
    w.fact(phone.in(lang), d.phone);
    w.fact(way.in(lang), method_words(d.method, lang));
    if (d.method != "pickup") w.fact(address.in(lang), address_line(d, to_string(lang)));
    w.fact(note.in(lang), d.note.value_or(""));
    w.fact(tracking.in(lang), o.order.tracking.value_or(""));
}

void add_totals(pdf::writer& w, const order& o, language lang) {
    w.total(hammer.in(lang), words(o, o.hammer, lang), false);
    if (o.premium > 0) w.total(premium.in(lang), words(o, o.premium, lang), false);
    if (o.shipping) w.total(shipping.in(lang), words(o, *o.shipping, lang), false);
    w.total(total.in(lang), words(o, o.total(), lang), true);
    if (o.refunded > 0) w.total(given_back.in(lang), words(o, o.refunded, lang), false);
    if (!o.shipping && o.delivery_method != "pickup")
        w.small(std::string(shipping.in(lang)) + ": " + std::string((o.delivery_method ? by_tariff : not_chosen).in(lang)));
}

}  // namespace

std::string invoice_pdf(const whole_order& o, language lang) {
    const auto title = std::string(invoice_word.in(lang)) + o.order.id.text();
    pdf::writer w(title, to_string(lang), std::string(of_order.in(lang)) + o.order.id.text());
    w.heading(title);
    w.fact(date.in(lang), day(o.order.created_at));
    w.fact(state.in(lang), states[static_cast<std::size_t>(o.order.state)].in(lang));
    if (o.order.state == order_state::awaiting_payment) w.fact(pay_until.in(lang), day(*o.order.due_at));
    if (o.order.paid_at) w.fact(paid_on.in(lang), day(*o.order.paid_at));
    w.space(6);
    w.fact(seller.in(lang), o.seller.display_name);
    w.fact(buyer.in(lang), o.buyer.display_name);
    add_delivery(w, o, lang);
    w.space(10);
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : o.lines) rows.push_back({each.line.lot.text(), each.title, words(o.order, each.line.hammer, lang)});
    w.table({{std::string(number.in(lang)), 1}, {std::string(lot.in(lang)), 5}, {std::string(price.in(lang)), 1.6, true}}, rows);
    add_totals(w, o.order, lang);
    return w.finish();
}

std::string packing_slip_pdf(const whole_order& o, language lang) {
    const auto title = std::string(slip_word.in(lang)) + o.order.id.text();
    pdf::writer w(title, to_string(lang), title);
    w.heading(title);
    if (o.delivery) w.big_fact(recipient.in(lang), o.delivery->recipient + ", " + o.delivery->phone);
    if (o.delivery) w.big_fact(method_words(o.delivery->method, lang), address_line(*o.delivery, to_string(lang)));
    w.fact(note.in(lang), o.delivery ? o.delivery->note.value_or("") : "");
    w.fact(tracking.in(lang), o.order.tracking.value_or(""));
    w.fact(buyer.in(lang), o.buyer.display_name);
    w.fact(seller.in(lang), o.seller.display_name);
    w.space(10);
    std::vector<std::vector<std::string>> rows;
    for (const auto& each : o.lines) rows.push_back({each.line.lot.text(), each.title});
    w.table({{std::string(number.in(lang)), 1}, {std::string(lot.in(lang)), 6}}, rows);
    w.subheading(check_list.in(lang));
    for (const auto& each : {check_items, check_photo, check_address}) {
        w.box();
        w.paragraph(each.in(lang));
    }
    return w.finish();
}

}  // namespace gavel::orders
