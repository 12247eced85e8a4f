// Turns events of bidding and closing into rows and letters.
#pragma once
#include "modules/mail/postman.hpp"
#include "modules/notifications/service.hpp"
#include "platform/jobs/queue.hpp"

#include <boost/json/object.hpp>

#include <vector>

namespace gavel::notifications {

// The payload of a `notifications.event` job: {"event","account","lot","price","currency","seq"}. Throws std::exception if malformed (our
// bug).
event read_event(const boost::json::object& payload);

// The handler of `notifications.event`: row, letter and the job's end commit together, so each happens exactly once.
// `carrier` (for the addresses of pages) must outlive it.
std::vector<jobs::registration> registrations(const mail::postman& carrier, announcer announce);

// What the handler does; for tests.
awaitable<void> handle(const mail::postman& carrier, const announcer& announce, jobs::job j, pg::pool& pool);

}  // namespace gavel::notifications
