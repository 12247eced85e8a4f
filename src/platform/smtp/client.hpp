// Hands letters to a mail server through libcurl, over a connection that stays open between them. Blocking: call it on the worker pool.
#pragma once
#include "platform/config/options.hpp"
#include "platform/curl/handle.hpp"
#include "platform/smtp/message.hpp"
#include "platform/smtp/reply.hpp"

#include <cstdint>
#include <string>

namespace gavel::smtp {

struct client_options {
    std::string preset = "generic";
    std::string url;  // smtp://host:port or smtps://host:port; empty = mail stays in the queue
    std::string auth = "password";
    std::string user, password;
    std::string client_id, client_secret, refresh_token;  // OAuth 2
    std::string token_url = "https://oauth2.googleapis.com/token";
    std::string hello_name;  // what EHLO says; empty: the domain of the sender
    std::string ca_file;     // empty: the system's
    bool require_tls = true;
    std::int64_t timeout_ms = 60000;

    void declare(config::table& t);
    bool uses_tokens() const { return auth != "password"; }
};

// The preset's own values where nothing was chosen, the blanks of an app password taken out. std::invalid_argument with a sentence for the
// operator if something is missing or cannot be.
client_options settled(client_options chosen);

struct outcome {
    verdict what = verdict::unreachable;
    std::string said;  // the server's codes and nothing else: "550 5.1.1"; or libcurl's words if it said nothing
};

// Used by one thread at a time, not always the same.
class connection {
public:
    explicit connection(client_options settled);

    // `bearer`: the access token if the options ask for one. Never throws for what the world does; std::invalid_argument as compose().
    outcome send(const message& m, instant date, const std::string& bearer = {});

private:
    struct attempt;
    outcome try_once(const message& m, const std::string& raw, const std::string& bearer, bool fresh, bool& stale);
    void configure(const message& m, const std::string& bearer, bool fresh);

    client_options options_;
    curl::easy handle_;
};

}  // namespace gavel::smtp
