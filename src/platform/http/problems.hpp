// Refusals that every route shares.
#pragma once
#include "base/error.hpp"

namespace gavel::http {

inline constexpr problem invalid_input{
    "invalid-input",
    422,
    {"Перевірте дані: щось не так", "Please check the data: something is not right", "Проверьте данные: что-то не так"}};
inline constexpr problem malformed_request{
    "malformed-request", 400, {"Запит не вдалося прочитати", "The request cannot be read", "Запрос не удалось прочитать"}};
inline constexpr problem not_found{"not-found", 404, {"Тут нічого немає", "There is nothing here", "Здесь ничего нет"}};
inline constexpr problem method_not_allowed{
    "method-not-allowed",
    405,
    {"Ця адреса не приймає такий метод", "This address does not take that method", "Этот адрес не принимает такой метод"}};
inline constexpr problem sign_in_required{"sign-in-required", 401, {"Спершу увійдіть", "Please sign in first", "Сначала войдите"}};
inline constexpr problem moderators_only{
    "moderators-only", 403, {"Це можуть лише модератори", "Only moderators may do this", "Это могут только модераторы"}};
inline constexpr problem operators_only{
    "operators-only", 403, {"Це можуть лише оператори", "Only operators may do this", "Это могут только операторы"}};
inline constexpr problem cross_site_request{
    "cross-site-request", 403, {"Запит прийшов з іншого сайту", "The request came from another site", "Запрос пришёл с другого сайта"}};
inline constexpr problem body_too_large{
    "body-too-large", 413, {"Забагато даних в одному запиті", "Too much data in one request", "Слишком много данных в одном запросе"}};
inline constexpr problem header_too_large{
    "header-too-large", 431, {"Завеликі заголовки запиту", "The request headers are too large", "Слишком большие заголовки запроса"}};
inline constexpr problem wrong_content_type{
    "wrong-content-type", 415, {"Очікуємо application/json", "application/json is expected", "Ожидается application/json"}};
inline constexpr problem too_slow{
    "too-slow", 408, {"Запит надходив занадто довго", "The request took too long to arrive", "Запрос поступал слишком долго"}};
inline constexpr problem too_many_requests{
    "too-many-requests",
    429,
    {"Забагато спроб, зачекайте трохи", "Too many attempts, please wait a little", "Слишком много попыток, подождите немного"}};
inline constexpr problem unavailable{
    "unavailable",
    503,
    {"Сервіс тимчасово недоступний, спробуйте за хвилину", "Temporarily unavailable, please try in a minute",
     "Сервис временно недоступен, попробуйте через минуту"}};
inline constexpr problem internal_error{
    "internal-error", 500, {"Сталася помилка на нашому боці", "Something went wrong on our side", "Произошла ошибка на нашей стороне"}};

}  // namespace gavel::http
