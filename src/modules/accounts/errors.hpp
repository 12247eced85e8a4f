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

}  // namespace gavel::accounts
