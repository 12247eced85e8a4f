// Letters of this module.
#pragma once
#include "base/language.hpp"
#include "modules/mail/postman.hpp"
#include "platform/jobs/queue.hpp"
#include "platform/pg/pool.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gavel::accounts {

// The job names the registration only: its token is made when the letter leaves, so no table ever holds it.
void enqueue_confirmation_letter(pg::transaction& tx, std::int64_t confirmation_id);
void enqueue_already_registered_letter(pg::transaction& tx, const std::string& email, language lang);

// Handlers of both kinds; none while there is no mail server (the jobs wait). `carrier` must outlive them.
std::vector<jobs::registration> registrations(mail::postman& carrier);

}  // namespace gavel::accounts
