#include "modules/notifications/unsubscribe_page.hpp"

#include "platform/http/plain_page.hpp"

namespace gavel::notifications {
namespace {

constexpr http::plain_words ask{{"Не писати про це?", "No more letters about this?", "Не писать об этом?"},
                                {"Решта повідомлень залишиться. Передумати можна будь-коли у своїх налаштуваннях.",
                                 "Everything else stays. You can change your mind in your settings at any time.",
                                 "Остальные сообщения останутся. Передумать можно в любой момент в своих настройках."},
                                {"Не писати", "No more letters", "Не писать"}};
constexpr http::plain_words done{
    {"Готово: про це більше не писатимемо", "Done: no more letters about this", "Готово: об этом больше не напишем"},
    {"Цю сторінку можна закрити.", "You can close this page.", "Эту страницу можно закрыть."}};

}  // namespace

http::reply unsubscribe_page(unsubscribe_step step, language lang) {
    if (step == unsubscribe_step::unknown) return http::plain_page(http::unknown_link, lang, 404);
    return http::plain_page(step == unsubscribe_step::ask ? ask : done, lang);
}

}  // namespace gavel::notifications
