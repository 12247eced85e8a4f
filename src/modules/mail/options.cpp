#include "modules/mail/options.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::mail {

void options::declare(config::table& t) {
    smtp.declare(t);
    t.text("mail.from", from, "Sender of every letter: \"Name <address>\".");
    t.text("mail.site_url", site_url, "Public address of the site, the beginning of every link in a letter. Never taken from a request.");
    t.integer(
        "mail.per_day_max", per_day_max, 0, 10'000'000,
        "Letters in any 24 hours, by all servers together. 0: what smtp.preset says: 450 for gmail (2,000 are allowed to Workspace: set "
        "1800), no limit otherwise.");
    t.integer("mail.per_minute_max", per_minute_max, 0, 60'000,
              "Letters a minute, by all servers together. 0: what smtp.preset says: 60 for gmail, no limit otherwise.");
    t.integer(
        "mail.reserve_percent", reserve_percent, 0, 40,
        "Part of mail.per_day_max that is kept for letters somebody waits for (confirmation, password, won lot); as much before it is "
        "kept from newsletters.");
    t.integer("mail.connections_max", connections_max, 1, 16, "Connections of one server to the mail server at once.");
    t.integer("mail.keep_days", keep_days, 1, 365, "Days after which letters that have left are forgotten.");
}

sending_limits options::limits() const {
    const bool gmail = smtp.preset == "gmail";
    sending_limits l;
    l.per_day_max = per_day_max > 0 ? per_day_max : gmail ? 450 : 0;
    l.reserve_percent = reserve_percent;
    const auto per_minute = per_minute_max > 0 ? per_minute_max : gmail ? 60 : 0;
    if (per_minute > 0) l.interval = std::chrono::milliseconds(60'000 / per_minute);
    return l;
}

std::string options::account_name() const {
    const auto host = smtp.url.substr(smtp.url.find("://") + 3);
    return (smtp.user.empty() ? host : smtp.user + " at " + host).substr(0, 400);
}

sender parse_sender(const std::string& from) {
    sender parsed;
    parsed.address = trimmed(from);
    if (const auto open = from.find('<'); open != std::string::npos) {
        parsed.name = trimmed(from.substr(0, open));
        const auto close = from.find('>', open);
        parsed.address = close == std::string::npos ? "" : trimmed(from.substr(open + 1, close - open - 1));
    }
    const auto at = parsed.address.find('@');
    const bool plain = std::ranges::all_of(parsed.address, [](unsigned char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>'; });
    if (!plain || at == std::string::npos || at == 0 || at + 1 == parsed.address.size())
        throw std::invalid_argument("mail.from must look like \"Name <address@example.com>\"");
    return parsed;
}

}  // namespace gavel::mail
