// The letters to operators: backups are too old, and they are in order again. Pure.
#pragma once
#include "modules/accounts/model.hpp"
#include "modules/backup/lateness.hpp"
#include "modules/mail/letters.hpp"
#include "modules/mail/postman.hpp"

#include <vector>

namespace gavel::backup {

// What waits of these does not leave any more once there is a newer one.
inline constexpr std::string_view late_letter = "backup_late", good_letter = "backup_good";

// What a letter of this kind is about: all that is late, or what operators were told of and is not late any more.
std::vector<watched> told_of(letter_due what, const std::vector<watched>& all);

mail::letter letter_about(letter_due what, const std::vector<watched>& subjects, const accounts::account& to, const mail::postman& carrier);

}  // namespace gavel::backup
