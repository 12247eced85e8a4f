// A page that a link in a letter leads to: it works without scripts and without signing in.
#pragma once
#include "base/language.hpp"
#include "platform/http/reply.hpp"

#include <string_view>

namespace gavel::http {

// Its words, escaped. With a button the page is a question: pressing it sends an empty POST to the very same address.
struct plain_words {
    translated title, text, button{"", "", ""};
};

// To somebody whose link was cut off on the way or made up.
inline constexpr plain_words unknown_link{
    {"Посилання неповне або не наше", "This link is incomplete or not ours", "Ссылка неполная или не наша"},
    {"Відкрийте його ще раз прямо з листа.", "Please open it again from the letter itself.", "Откройте её ещё раз прямо из письма."}};

reply plain_page(const plain_words& words, language lang, int status = 200);

}  // namespace gavel::http
