// Letters of this module.
#pragma once
#include "base/language.hpp"
#include "modules/accounts/repository.hpp"
#include "modules/mail/dispatcher.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace gavel::accounts {

// The letter names the registration only: its token is made when it leaves, so no table ever holds it.
void enqueue_confirmation_letter(pg::transaction& tx, const registration& wanted, std::int64_t confirmation_id);
void enqueue_already_registered_letter(pg::transaction& tx, const std::string& email, language lang);

// As with the confirmation: only the wish is named.
void enqueue_password_letter(pg::transaction& tx, language lang, const std::string& email, const std::string& display_name,
                             std::int64_t reset_id);
void enqueue_no_account_letter(pg::transaction& tx, language lang, const std::string& email);
void enqueue_password_changed_letter(pg::transaction& tx, const account& of);

void enqueue_closed_letter(pg::transaction& tx, const account& of);  // `of` as it was
void enqueue_welcome_letter(pg::transaction& tx, const account& of);
void enqueue_new_device_letter(pg::transaction& tx, const signed_in& opened, const std::string& device);

// A moment as the clock of an account shows it, and the name of its time zone; the module notifications knows.
using local_time = std::function<awaitable<std::pair<std::string, std::string>>(account_id, instant, pg::pool&)>;

// Makes the tokens and links. `carrier` must outlive the dispatcher.
void complete_letters(mail::dispatcher& post, const mail::postman& carrier, local_time clock);

}  // namespace gavel::accounts
