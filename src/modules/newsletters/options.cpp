#include "modules/newsletters/options.hpp"

namespace gavel::newsletters {

void bounce_options::declare(config::table& t) {
    t.text("mail.bounces_url", mailbox.url,
           "Mailbox that reports of undeliverable letters come to: imaps://imap.gmail.com:993. Only unseen reports are read, and marked as "
           "seen; "
           "nothing is deleted. Empty: it is not read.");
    t.text("mail.bounces_user", mailbox.user, "Name to sign in to that mailbox with. For Gmail the whole address.");
    t.text("mail.bounces_password", mailbox.password, "Password of that mailbox. For Gmail an app password.", config::secrecy::secret);
    t.text("mail.bounces_ca_file", mailbox.ca_file, "File of certificates to trust that server by; empty: the system's.");
    t.integer("mail.bounces_interval_minutes", interval_minutes, 1, 1440, "How often that mailbox is looked into.");
}

}  // namespace gavel::newsletters
