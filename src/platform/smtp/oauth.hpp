// Access tokens for the mail server (OAuth 2, RFC 6749): renewed with the operator's refresh token, kept until shortly before they end.
#pragma once
#include "platform/http_client/client.hpp"
#include "platform/smtp/client.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace gavel::smtp {

using boost::asio::awaitable;

// The answer of the token address. Pure.
struct grant {
    enum class kind { given, refused, later };  // refused: the operator must connect the account anew
    kind what = kind::later;
    std::string token;
    std::chrono::seconds lasts{0};
    std::string why;  // the error's name in the protocol: "invalid_grant"
};
grant read_grant(int status, std::string_view body);
std::string renewal_form(const client_options& options);

// One io thread.
class token_source {
public:
    token_source(http_client::client& web, client_options settled) : web_(web), options_(std::move(settled)) {}

    // A token that is good for some minutes yet. Never throws for what the world does.
    awaitable<grant> take(runtime::deadline until);
    // The server did not like it: the next take() renews.
    void forget() { kept_ = grant(); }

private:
    http_client::client& web_;
    client_options options_;
    grant kept_;
    std::chrono::steady_clock::time_point good_until_{};
};

}  // namespace gavel::smtp
