// One letter a day instead of one about each event, for those who asked for it.
#pragma once
#include "modules/mail/postman.hpp"
#include "modules/notifications/repository_preferences.hpp"
#include "platform/runtime/life.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gavel::notifications {

inline constexpr std::string_view digest_letter = "digest";

// What happened, as an item of a list: "Brass bell: outbid, €120". Pure.
std::string digest_line(const digest_item& item, language lang);

class digest_writer {
public:
    digest_writer(pg::pool& pool, const mail::postman& carrier) : pool_(pool), carrier_(carrier) {}

    // The digests that are due, at most 100. Returns how many accounts were looked at.
    awaitable<std::int64_t> run_once();

    awaitable<void> run(runtime::life& l);  // until the process stops

private:
    pg::pool& pool_;
    const mail::postman& carrier_;
};

}  // namespace gavel::notifications
