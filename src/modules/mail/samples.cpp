#include "modules/mail/samples.hpp"

#include "base/money.hpp"

#include <stdexcept>

namespace gavel::mail {
namespace {

constexpr translated made_up_title{"Срібна чайна ложка з монограмою Києво-Печерської майстерні, ХІХ століття",
                                   "Silver teaspoon with the monogram of a Kyiv-Pechersk workshop, 19th century",
                                   "Серебряная чайная ложка с монограммой Киево-Печерской мастерской, XIX век"};
constexpr translated made_up_name{"Олена", "Olena", "Елена"};
constexpr translated made_up_reason{"власник фотографії просить з’ясувати, звідки вона", "the owner of a photo asks where it is from",
                                    "владелец фотографии просит выяснить, откуда она"};
constexpr translated made_up_subject{"Осінні торги: 40 лотів зі старої колекції", "Autumn auction: 40 lots from an old collection",
                                     "Осенние торги: 40 лотов из старой коллекции"};
constexpr translated made_up_body{
    "## Торги починаються в суботу\n\nСорок лотів **без резерву**: [переглянути](https://auction.example/lots).\n\n- срібло\n- порцеляна\n",
    "## The auction begins on Saturday\n\nForty lots **without reserve**: [see them](https://auction.example/lots).\n\n- silver\n- "
    "porcelain\n",
    "## Торги начинаются в субботу\n\nСорок лотов **без резерва**: [посмотреть](https://auction.example/lots).\n\n- серебро\n- фарфор\n"};
constexpr translated made_up_search{"Срібні ложки до 2 000 ₴", "Silver spoons up to ₴2,000", "Серебряные ложки до 2 000 ₴"};
constexpr translated made_up_place{"Google Drive: остання повна копія 2026-11-24 02:40 UTC. Остання спроба не вдалася: сховище заповнене",
                                   "Google Drive: last whole backup 2026-11-24 02:40 UTC. The last attempt failed: the storage is full",
                                   "Google Drive: последняя полная копия 2026-11-24 02:40 UTC. Последняя попытка не удалась: хранилище "
                                   "заполнено"};
constexpr translated made_up_how{"Як проходять торги", "How bidding works", "Как проходят торги"};
constexpr translated made_up_sell{"Виставити свій лот", "List a lot of your own", "Выставить свой лот"};
constexpr translated made_up_choose{"Обрати, про що вам писати", "Choose what to be told about", "Выбрать, о чём вам писать"};

std::string made_up_price(std::int64_t minor, language lang) { return format_money({minor, *currency::parse("UAH")}, to_string(lang)); }

}  // namespace

letter_values sample_values(language lang, const postman& carrier, bool to_seller) {
    const auto page = [&](std::string_view path) { return carrier.page_url(lang, path); };
    const auto lot = page("/lots/7");
    letter_values v;
    v["display_name"] = made_up_name.in(lang);
    v["lot_title"] = made_up_title.in(lang);
    v["lot_url"] = lot;
    v["price"] = made_up_price(1'250'000, lang);
    v["max"] = made_up_price(1'800'000, lang);
    v["ends_at"] = "27.11.2026 20:35";
    v["reason"] = made_up_reason.in(lang);
    v["audit_head"] = "4af1c09d7be2835a";
    v["order"] = "42";
    v["order_url"] = page("/orders/42");
    v["tracking"] = "20450912345678";
    v["seller"] = to_seller ? "yes" : "";
    v["link"] = page("/confirm?token=3Jq0mYw1b5nH8sXoT2cVfK7uRzLd9eGa");
    v["sign_in_url"] = page("/sign-in");
    v["sign_up_url"] = page("/sign-up");
    v["forgot_url"] = page("/forgot-password");
    v["sessions_url"] = page("/my/settings#sessions");
    v["catalogue_url"] = page("/lots");
    v["home_url"] = page("/");
    v["inbox_url"] = page("/my/notifications");
    v["list_url"] = page("/lots?q=%D0%BB%D0%BE%D0%B6%D0%BA%D0%B0&max_price=200000");
    v["searches_url"] = page("/my/searches");
    v["device"] = "Firefox, Windows";
    v["signed_in_at"] = "26.11.2026 09:14";
    v["time_zone"] = "Europe/Kyiv";
    v["subject"] = made_up_subject.in(lang);
    v["body"] = made_up_body.in(lang);
    v["unsubscribe_url"] = page("/newsletter/leave?token=17.0f3c");
    v["campaign_url"] = page("/manage/newsletters/5");
    v["search"] = made_up_search.in(lang);
    v["count"] = "3";
    v["more"] = "12";
    v["links"] = list_line(made_up_how.in(lang), page("/how-it-works")) + list_line(made_up_sell.in(lang), page("/sell")) +
                 list_line(made_up_choose.in(lang), page("/letters"));
    v["places"] = list_line(made_up_place.in(lang));
    v["saved"] = v["drill"] = "yes";
    for (const auto* minor : {"1", "2", "3"})
        v["items"] += list_line(std::string(made_up_title.in(lang)) + " — " + made_up_price(45'000 * (minor[0] - '0'), lang),
                                page("/lots/1") + minor);
    return v;
}

std::vector<sample> samples(const postman& carrier) {
    std::vector<sample> all;
    for (const auto& kind : letter_kinds)
        for (const auto lang : all_languages) {
            const auto used = variables_of(find_template(kind.name, lang));
            for (const bool to_seller : {false, true}) {
                if (to_seller && !used.contains("seller")) continue;
                letter l(std::string(kind.name), lang, "olena@example.com");
                l.account = account_id{17};
                const auto known = sample_values(lang, carrier, to_seller);
                for (const auto& each : used) {
                    if (!known.contains(each)) throw std::logic_error("there is no sample of the value " + each);
                    l.values[each] = known.at(each);
                }
                all.push_back({std::string(kind.name) + "." + std::string(to_string(lang)) + (to_seller ? ".seller" : ""), std::move(l)});
            }
        }
    return all;
}

}  // namespace gavel::mail
