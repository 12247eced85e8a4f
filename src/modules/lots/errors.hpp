// Refusals of lots.
#pragma once
#include "base/error.hpp"

namespace gavel::lots {

inline constexpr problem no_such_lot{"lot-not-found", 404, {"Такого лота немає", "There is no such lot", "Такого лота нет"}};
inline constexpr problem incomplete_lot{
    "lot-incomplete", 422, {"Лот ще не заповнено до кінця", "The lot is not complete yet", "Лот ещё не заполнен до конца"}};
inline constexpr problem already_published{
    "lot-already-published", 409, {"Лот уже опубліковано", "The lot is already published", "Лот уже опубликован"}};
inline constexpr problem not_editable{
    "lot-not-editable", 409, {"Цей лот уже не можна змінити", "This lot can no longer be changed", "Этот лот уже нельзя изменить"}};
inline constexpr problem not_relistable{
    "not-relistable", 409, {"Цей лот не можна виставити знову", "This lot cannot be listed again", "Этот лот нельзя выставить снова"}};
inline constexpr problem not_running{
    "lot-not-running",
    409,
    {"Опис можна доповнити лише під час торгів", "A description can be added to only while the lot is running",
     "Описание можно дополнить только во время торгов"}};
inline constexpr problem already_begun{"lot-already-begun",
                                       409,
                                       {"Торги вже почалися, лот не можна відкликати", "The auction has begun, the lot cannot be withdrawn",
                                        "Торги уже начались, лот нельзя отозвать"}};
inline constexpr problem not_published{
    "lot-not-published", 409, {"Лот ще не опубліковано", "The lot is not published yet", "Лот ещё не опубликован"}};
inline constexpr problem too_many_drafts{"too-many-drafts",
                                         409,
                                         {"Забагато чернеток: опублікуйте або видаліть якусь", "Too many drafts: publish or delete one",
                                          "Слишком много черновиков: опубликуйте или удалите один"}};
inline constexpr problem too_many_watches{"too-many-watches",
                                          409,
                                          {"Забагато лотів у спостереженні: приберіть якийсь", "Too many watched lots: remove one",
                                           "Слишком много отслеживаемых лотов: уберите один"}};
inline constexpr problem too_many_additions{
    "too-many-additions",
    409,
    {"Опис уже доповнювали найбільшу кількість разів", "The description has been added to as often as is allowed",
     "Описание уже дополняли наибольшее число раз"}};

}  // namespace gavel::lots
