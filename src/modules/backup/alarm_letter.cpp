#include "modules/backup/alarm_letter.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace gavel::backup {
namespace {

constexpr std::size_t failure_letters_max = 300;

constexpr translated folder_words{"Тека", "Folder", "Папка"}, bucket_words{"Сховище S3", "S3 store", "Хранилище S3"},
    drive_words{"Google Drive", "Google Drive", "Google Drive"}, drill_words{"Перевірка відновленням", "Drill", "Проверка восстановлением"};
constexpr translated saved_words{"остання повна копія", "last whole backup", "последняя полная копия"},
    never_saved_words{"повної копії ще немає", "no whole backup yet", "полной копии ещё нет"};
constexpr translated proven_words{"востаннє вдалася", "last succeeded", "последний раз удалась"},
    never_proven_words{"ще жодної не було", "there was none yet", "ещё ни одной не было"};
constexpr translated failed_words{"Остання спроба не вдалася", "The last attempt failed", "Последняя попытка не удалась"};

std::string_view name_in(const watched& w, language lang) {
    if (w.is_drill()) return drill_words.in(lang);
    const auto& words = w.subject == "folder" ? folder_words : w.subject == "s3" ? bucket_words : drive_words;
    return words.in(lang);
}

std::string minute_of(instant t) {
    const auto text = format_instant(t);  // 2026-11-30T08:32:00.000Z
    return fmt::format("{} {} UTC", text.substr(0, 10), text.substr(11, 5));
}

std::string line_about(const watched& w, language lang) {
    const auto& once = w.is_drill() ? proven_words : saved_words;
    const auto& never = w.is_drill() ? never_proven_words : never_saved_words;
    auto line = fmt::format("{}: {}", name_in(w, lang), w.last ? fmt::format("{} {}", once.in(lang), minute_of(*w.last)) : never.in(lang));
    if (w.late && !w.failure.empty())
        line += fmt::format(". {}: {}", failed_words.in(lang), first_code_points(w.failure, failure_letters_max));
    return line;
}

std::string yes_if(bool condition) { return condition ? "yes" : ""; }

}  // namespace

std::vector<watched> told_of(letter_due what, const std::vector<watched>& all) {
    std::vector<watched> some;
    std::ranges::copy_if(all, std::back_inserter(some), what == letter_due::late ? &watched::late : &watched::told_late);
    return some;
}

mail::letter letter_about(letter_due what, const std::vector<watched>& subjects, const accounts::account& to,
                          const mail::postman& carrier) {
    mail::letter l(what == letter_due::late ? late_letter : good_letter, to.lang, to.email);
    l.account = to.id;
    l.thread = "backup";
    l.values["places"];
    for (const auto& each : subjects) l.values["places"] += mail::list_line(line_about(each, to.lang));
    l.values["saved"] = yes_if(!std::ranges::all_of(subjects, &watched::is_drill));
    l.values["drill"] = yes_if(std::ranges::any_of(subjects, &watched::is_drill));
    l.values["home_url"] = carrier.page_url(to.lang, "/");
    return l;
}

}  // namespace gavel::backup
