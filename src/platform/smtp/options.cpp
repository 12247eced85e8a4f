#include "platform/smtp/client.hpp"

#include <algorithm>
#include <stdexcept>

namespace gavel::smtp {

void client_options::declare(config::table& t) {
    t.choice("smtp.preset", preset, {"generic", "gmail"},
             "gmail: smtps://smtp.gmail.com:465 and the daily limit of a personal account. generic: smtp.url says where.");
    t.text(
        "smtp.url", url,
        "Mail server: smtp://host:587 (STARTTLS) or smtps://host:465. Empty, and no preset: letters wait in the queue until one is set.");
    t.choice("smtp.auth", auth, {"password", "xoauth2", "oauthbearer"},
             "How to sign in: with smtp.password, or with an OAuth 2 token that is renewed by itself.");
    t.text("smtp.user", user, "Name to sign in to the mail server with; empty if it asks for none. For Gmail the whole address.");
    t.text("smtp.password", password, "Password of the mail server. For Gmail an app password.", config::secrecy::secret);
    t.text("smtp.client_id", client_id, "OAuth 2: the id of your application.");
    t.text("smtp.client_secret", client_secret, "OAuth 2: the secret of your application.", config::secrecy::secret);
    t.text("smtp.refresh_token", refresh_token, "OAuth 2: what access tokens are renewed with.", config::secrecy::secret);
    t.text("smtp.token_url", token_url, "OAuth 2: where access tokens are renewed.");
    t.text("smtp.hello_name", hello_name, "Host name to introduce ourselves with; empty: the domain of mail.from.");
    t.text("smtp.ca_file", ca_file, "File of certificates to trust the mail server and smtp.token_url by; empty: the system's.");
    t.boolean("smtp.require_tls", require_tls,
              "Refuse to hand over mail without encryption. Turn off only for a server on the same machine.");
    t.integer("smtp.timeout_ms", timeout_ms, 1000, 120000, "Time for one letter, from connecting to the server's acceptance.");
}

client_options settled(client_options chosen) {
    if (chosen.preset == "gmail") {
        if (chosen.url.empty()) chosen.url = "smtps://smtp.gmail.com:465";
        std::erase(chosen.password, ' ');  // Google shows it in groups of four
        if (chosen.user.empty()) throw std::invalid_argument("smtp.user must be the address of the Gmail account");
    }
    if (chosen.url.empty()) return chosen;
    if (!chosen.url.starts_with("smtp://") && !chosen.url.starts_with("smtps://"))
        throw std::invalid_argument("smtp.url must begin with smtp:// or smtps://");
    while (chosen.url.ends_with('/')) chosen.url.pop_back();
    if (chosen.url.find('/', chosen.url.find("://") + 3) != std::string::npos)
        throw std::invalid_argument("smtp.url must end with the host or its port");
    if (!chosen.uses_tokens()) return chosen;
    if (chosen.user.empty() || chosen.client_id.empty() || chosen.refresh_token.empty())
        throw std::invalid_argument("smtp.auth = " + chosen.auth + " needs smtp.user, smtp.client_id and smtp.refresh_token");
    return chosen;
}

}  // namespace gavel::smtp
