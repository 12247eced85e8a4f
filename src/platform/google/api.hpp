// One request to the Drive API: signed in, and repeated as long as that can help. One io thread.
#pragma once
#include "platform/google/tokens.hpp"

#include <chrono>

namespace gavel::google {

class api {
public:
    // `pause`: the unit of waiting between attempts; a second, less in tests.
    api(http_client::client& web, tokens& who, std::chrono::milliseconds pause) : web_(web), who_(who), pause_(pause) {}

    // An answer of 2xx. Rate limits, failing servers and lost connections are waited out within the deadline; a refused token is renewed
    // once. Throws failure for everything else. The request must be one that may be repeated.
    awaitable<http_client::response> send(http_client::request r, deadline until);
    // The same once, whatever the answer is: for uploads, which must ask for their position before they repeat anything.
    awaitable<http_client::response> once(http_client::request r, deadline until);

    void forget_token() { who_.forget(used_); }  // the last answer was 401
    std::chrono::milliseconds pause() const { return pause_; }

private:
    http_client::client& web_;
    tokens& who_;
    std::chrono::milliseconds pause_;
    std::string used_;
};

std::optional<std::chrono::seconds> wanted_pause(const http_client::response& answer);  // its Retry-After

}  // namespace gavel::google
