#include "modules/mail/options.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::mail {

void options::declare(config::table& t) {
    smtp.declare(t);
    t.text("mail.from", from, "Sender of every letter: \"Name <address>\".");
    t.text("mail.site_url", site_url, "Public address of the site, the beginning of every link in a letter. Never taken from a request.");
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
