// The letters of the product and where they wait.
#pragma once
#include "base/language.hpp"
#include "modules/mail/template.hpp"
#include "platform/pg/pool.hpp"

#include <array>
#include <string>
#include <string_view>

namespace gavel::mail {

// Every template there is; each exists in all languages (templates/<name>.<language>.letter).
inline constexpr std::array<std::string_view, 7> letter_names{"confirm_address", "already_registered", "outbid", "won", "lost", "sold",
                                                              "unsold"};

class letter {
public:
    letter(std::string_view name_, gavel::language lang_, std::string to_) : name(name_), lang(lang_), to(std::move(to_)) {}

    std::string name;
    gavel::language lang;
    std::string to;  // address
    letter_values values;
};

const letter_template& find_template(std::string_view name, language lang);  // std::logic_error if there is none
rendered_letter render(const letter& l);

// The letter leaves if and only if the transaction commits. Never put a secret in `values`: the job is stored.
void enqueue(pg::transaction& tx, const letter& l, std::string_view unique_key = {});

}  // namespace gavel::mail
