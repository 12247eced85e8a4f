// Refusals of this module.
#pragma once
#include "base/error.hpp"

namespace gavel::accounts {

inline constexpr problem wrong_credentials{
    "wrong-credentials",
    401,
    {"Адреса або пароль не підходять", "The address or the password is not right", "Адрес или пароль не подходят"}};
inline constexpr problem confirmation_invalid{
    "confirmation-invalid",
    410,
    {"Це посилання вже використане або застаріло", "This link has been used or is too old", "Эта ссылка уже использована или устарела"}};
inline constexpr problem password_link_invalid{
    "password-link-invalid",
    410,
    {"Це посилання вже використане або застаріло", "This link has been used or is too old", "Эта ссылка уже использована или устарела"}};
inline constexpr problem wrong_password{
    "wrong-password", 403, {"Поточний пароль не підходить", "The current password is not right", "Текущий пароль не подходит"}};
inline constexpr problem not_closable{
    "account-not-closable",
    409,
    {"Обліковий запис поки не можна закрити", "The account cannot be closed yet", "Учётную запись пока нельзя закрыть"}};
inline constexpr problem suspended{
    "account-suspended", 403, {"Ваш обліковий запис призупинено", "Your account is suspended", "Ваша учётная запись приостановлена"}};

}  // namespace gavel::accounts
