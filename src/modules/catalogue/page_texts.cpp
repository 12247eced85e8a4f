#include "modules/catalogue/page_texts.hpp"

#include <fmt/format.h>

#include <array>

namespace gavel::catalogue {
namespace {

constexpr page_text home{
    "/",
    {"Аукціон, де кожна ставка на видноті", "An auction where every bid is in plain view", "Аукцион, где каждая ставка на виду"},
    {"Назвіть свій максимум, а система торгується за вас крок за кроком. Історію ціни бачать усі, ваш максимум — тільки ви.",
     "Name your maximum and the system bids for you step by step. Everybody sees how the price moved; only you see your maximum.",
     "Назовите свой максимум, а система торгуется за вас шаг за шагом. Историю цены видят все, ваш максимум — только вы."},
    true};

constexpr page_text list{
    "/lots",
    {"Лоти", "Lots", "Лоты"},
    {"Лоти, що йдуть просто зараз: монети, марки, антикваріат, книги, годинники, техніка. Фільтри за ціною, станом і часом.",
     "Lots running right now: coins, stamps, antiques, books, watches, electronics. Filter by price, condition and time.",
     "Лоты, которые идут прямо сейчас: монеты, марки, антиквариат, книги, часы, техника. Фильтры по цене, состоянию и времени."},
    true};

constexpr page_text missing{"", {"Тут нічого немає", "There is nothing here", "Здесь ничего нет"}, {"", "", ""}, false};

constexpr std::array texts{
    page_text{"/how-it-works",
              {"Як це працює", "How it works", "Как это работает"},
              {"Правила простими словами: максимальні ставки, кроки, однакові суми, резервна ціна, пізні ставки.",
               "The rules in plain words: maximum bids, steps, ties, reserve, late bids.",
               "Правила простыми словами: максимальные ставки, шаги, одинаковые суммы, резервная цена, поздние ставки."},
              true},
    page_text{"/sign-in", {"Вхід", "Sign in", "Вход"}, {"", "", ""}, false},
    page_text{"/sign-up", {"Реєстрація", "Create an account", "Регистрация"}, {"", "", ""}, false},
    page_text{"/confirm", {"Підтвердження адреси", "Confirming the address", "Подтверждение адреса"}, {"", "", ""}, false},
    page_text{"/forgot-password", {"Забутий пароль", "A forgotten password", "Забытый пароль"}, {"", "", ""}, false},
    page_text{"/reset-password", {"Новий пароль", "A new password", "Новый пароль"}, {"", "", ""}, false},
    page_text{"/letters", {"Листи й сповіщення", "Letters and notifications", "Письма и уведомления"}, {"", "", ""}, false},
    page_text{"/newsletter/confirm", {"Підписка на новини", "Subscription to the news", "Подписка на новости"}, {"", "", ""}, false},
    page_text{"/newsletters", {"Розсилки", "Newsletters", "Рассылки"}, {"", "", ""}, false},
    page_text{"/newsletters/*", {"Розсилка", "Newsletter", "Рассылка"}, {"", "", ""}, false},
    page_text{"/sell",
              {"Продати", "Sell", "Продать"},
              {"Опишіть річ, назвіть початкову ціну і час торгів.", "Describe the thing, name a start price and a time.",
               "Опишите вещь, назовите начальную цену и время торгов."},
              true},
    page_text{"/sell/*", {"Продати", "Sell", "Продать"}, {"", "", ""}, false},
    page_text{"/my/bids", {"Мої ставки", "My bids", "Мои ставки"}, {"", "", ""}, false},
    page_text{"/my/lots", {"Мої лоти", "My lots", "Мои лоты"}, {"", "", ""}, false},
    page_text{"/my/watched", {"Стежу", "Watching", "Слежу"}, {"", "", ""}, false},
    page_text{"/my/searches", {"Збережені пошуки", "Saved searches", "Сохранённые поиски"}, {"", "", ""}, false},
    page_text{"/my/notifications", {"Сповіщення", "Notifications", "Уведомления"}, {"", "", ""}, false},
    page_text{"/my/blocked", {"Заблоковані учасники", "Blocked bidders", "Заблокированные участники"}, {"", "", ""}, false},
    page_text{"/my/settings", {"Налаштування", "Settings", "Настройки"}, {"", "", ""}, false},
    page_text{"/orders", {"Замовлення", "Orders", "Заказы"}, {"", "", ""}, false},
    page_text{"/orders/*", {"Замовлення", "Order", "Заказ"}, {"", "", ""}, false},
    page_text{"/payments/*", {"Оплата", "Payment", "Оплата"}, {"", "", ""}, false},
    page_text{"/my/ledger", {"Рахунок", "Account statement", "Счёт"}, {"", "", ""}, false},
    page_text{"/services", {"Послуги для продавців", "Services for sellers", "Услуги для продавцов"}, {"", "", ""}, false},
    page_text{"/moderation", {"Модерація", "Moderation", "Модерация"}, {"", "", ""}, false},
    page_text{"/moderation/payments", {"Платежі", "Payments", "Платежи"}, {"", "", ""}, false},
    page_text{"/moderation/payments/*", {"Платіж", "Payment", "Платёж"}, {"", "", ""}, false},
    page_text{"/moderation/reconciliation", {"Звіряння", "Reconciliation", "Сверка"}, {"", "", ""}, false},
    page_text{"/moderation/disputes", {"Суперечки", "Disputes", "Споры"}, {"", "", ""}, false},
    page_text{"/moderation/fees", {"Тарифи", "Fees", "Тарифы"}, {"", "", ""}, false},
    page_text{"/moderation/payouts", {"Виплати", "Payouts", "Выплаты"}, {"", "", ""}, false},
};

bool fits(std::string_view pattern, std::string_view path) {
    if (!pattern.ends_with('*')) return path == pattern;
    pattern.remove_suffix(1);
    return path.starts_with(pattern) && path.size() > pattern.size() && path.find('/', pattern.size()) == path.npos;
}

constexpr translated title_price{"{} — {}", "{} — {}", "{} — {}"};
constexpr translated title_sold{"Продано за {} — {}", "Sold for {} — {}", "Продано за {} — {}"};
constexpr translated title_unsold{"Не продано — {1}", "Not sold — {1}", "Не продано — {1}"};
constexpr translated title_cancelled{"Скасовано — {1}", "Cancelled — {1}", "Отменено — {1}"};
constexpr translated title_scheduled{"Незабаром — {1}", "Starts soon — {1}", "Скоро — {1}"};

translated title_form(lots::lot_state state) {
    switch (state) {
        case lots::lot_state::ended_sold: return title_sold;
        case lots::lot_state::ended_unsold: return title_unsold;
        case lots::lot_state::scheduled: return title_scheduled;
        case lots::lot_state::cancelled: return title_cancelled;
        default: return title_price;
    }
}

}  // namespace

const page_text* find_page(std::string_view path) {
    for (const auto& each : texts)
        if (fits(each.path, path)) return &each;
    return nullptr;
}

const page_text& home_text() { return home; }
const page_text& list_text() { return list; }
const page_text& missing_text() { return missing; }

std::string with_site_name(std::string_view title) { return fmt::format("{} · {}", title, site_name); }

std::string search_title(std::string_view typed, language l) {
    return l == language::en ? fmt::format("“{}”", typed) : fmt::format("«{}»", typed);
}

std::string seller_title(language l) { return std::string(translated{"Лоти продавця", "Lots of one seller", "Лоты продавца"}.in(l)); }

std::string lot_title(const kept_lot& lot, language l) {
    return fmt::format(fmt::runtime(title_form(lot.state).in(l)), format_money(lot.price, to_string(l)), lot.title);
}

std::string price_label(const kept_lot& lot, language l) {
    if (lot.state == lots::lot_state::ended_sold) return std::string(translated{"Продано за", "Sold for", "Продано за"}.in(l));
    if (lot.bids == 0) return std::string(translated{"Початкова ціна", "Start price", "Начальная цена"}.in(l));
    return std::string(translated{"Ціна зараз", "Price now", "Цена сейчас"}.in(l));
}

std::string end_label(const kept_lot& lot, language l) {
    if (lot.state == lots::lot_state::scheduled) return std::string(translated{"Початок", "Starts", "Начало"}.in(l));
    if (lot.state == lots::lot_state::running) return std::string(translated{"Завершення", "Ends", "Окончание"}.in(l));
    if (lot.state == lots::lot_state::frozen) return std::string(translated{"Зупинено", "Paused", "Остановлено"}.in(l));
    if (lot.state == lots::lot_state::cancelled) return std::string(translated{"Скасовано", "Cancelled", "Отменено"}.in(l));
    return std::string(translated{"Завершено", "Ended", "Завершено"}.in(l));
}

std::string_view bids_label(language l) { return translated{"Ставок", "Bids", "Ставок"}.in(l); }

std::string moment_text(instant t) {
    const auto text = format_instant(t);  // 2026-11-22T19:30:00.000Z
    return fmt::format("{}.{}.{}, {} UTC", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4), text.substr(11, 5));
}

std::string lot_description(const kept_lot& lot, language l) {
    const auto moment = lot.state == lots::lot_state::scheduled ? lot.starts_at : lot.ends_at;
    auto text =
        fmt::format("{}: {}. {}: {}.", price_label(lot, l), format_money(lot.price, to_string(l)), end_label(lot, l), moment_text(moment));
    if (!lot.summary.empty()) text += " " + lot.summary;
    return text;
}

}  // namespace gavel::catalogue
