// Access tokens, renewed with a person's refresh token or with a service account's signature. One io thread.
#pragma once
#include "platform/google/assertion.hpp"
#include "platform/google/failures.hpp"
#include "platform/http_client/client.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace gavel::google {

using boost::asio::awaitable;
using runtime::deadline;

inline constexpr auto drive_file_scope = "https://www.googleapis.com/auth/drive.file";
inline constexpr auto drive_scope = "https://www.googleapis.com/auth/drive";

// Who we are to Google: one of the two.
class identity {
public:
    identity() {}

    std::string client_id, client_secret, refresh_token;  // a person
    std::string token_url = "https://oauth2.googleapis.com/token";
    std::optional<service_account> robot;  // its key file names its own token address
    std::string subject;                   // on whose behalf the service account acts; empty: its own
    std::string scope = drive_file_scope;
};

inline constexpr std::chrono::minutes renewed_before{5};

class tokens {
public:
    tokens(http_client::client& web, identity who) : web_(web), who_(std::move(who)) {}

    // One that is good for some minutes yet. Passing trouble is waited out within the deadline, in units of `pause`. Throws failure.
    awaitable<std::string> take(deadline until, std::chrono::milliseconds pause);
    // Google did not like this one: the next take() renews, unless that has happened since.
    void forget(const std::string& token);

private:
    std::string form() const;

    http_client::client& web_;
    identity who_;
    std::string kept_;
    std::chrono::steady_clock::time_point good_until_{};
};

}  // namespace gavel::google
