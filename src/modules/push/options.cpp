#include "modules/push/options.hpp"

namespace gavel::push {

void options::declare(config::table& t) {
    t.text(
        "push.subject", subject,
        "Where push services of browsers can reach whoever runs this site: mailto: or https: address. Empty: mail.site_url if it is https, "
        "else the address of mail.from.");
    t.boolean(
        "push.local_services", local_services,
        "Also push services over plain http and at private addresses. For tests only: anybody who signs up could make the server send "
        "requests into your network.");
}

std::string options::contact(std::string_view site_url, std::string_view letters_from) const {
    if (!subject.empty()) return subject;
    if (site_url.starts_with("https://")) return std::string(site_url);
    return "mailto:" + std::string(letters_from);
}

}  // namespace gavel::push
