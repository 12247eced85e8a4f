// The first consent without a browser on this machine (RFC 8628): a person enters a short code on any device. One io thread.
#pragma once
#include "platform/google/tokens.hpp"

#include <chrono>
#include <string>

namespace gavel::google {

// Has a constructor on purpose: it passes through co_await.
class device_code {
public:
    device_code() {}

    std::string code;  // a secret
    std::string user_code, page;
    std::chrono::seconds lasts{0}, interval{5};
};

// `oauth_url`: https://oauth2.googleapis.com. Throws failure.
awaitable<device_code> ask_for_device_code(http_client::client& web, std::string oauth_url, identity who, deadline until);

// Waits until the code was entered, asking as often as Google allows (`interval` is not waited for in tests: `pause` is its second).
// Gives the refresh token. Throws failure: refused, too late.
awaitable<std::string> wait_for_consent(http_client::client& web, std::string oauth_url, identity who, device_code code,
                                        std::chrono::milliseconds pause, deadline until);

}  // namespace gavel::google
