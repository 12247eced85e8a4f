// Turns the news of bidding and closing into rows, letters and messages to devices.
#pragma once
#include "modules/mail/dispatcher.hpp"
#include "modules/mail/postman.hpp"
#include "modules/notifications/service.hpp"
#include "platform/jobs/queue.hpp"

#include <vector>

namespace gavel::notifications {

// Letters that may have become pointless by the time they leave.
void complete_letters(mail::dispatcher& post);

// The handler of `notifications.events`. `carrier` (for the addresses of pages) must outlive it.
std::vector<jobs::registration> registrations(const mail::postman& carrier, announcer announce);

}  // namespace gavel::notifications
