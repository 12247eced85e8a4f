// One message as the request that a push service takes: RFC 8030 with the site's signature of RFC 8292.
#pragma once
#include "base/time.hpp"
#include "platform/http_client/client.hpp"
#include "platform/webpush/encryption.hpp"
#include "platform/webpush/endpoint.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace gavel::webpush {

// What a device that saves its battery may leave for later.
enum class urgency { low, normal, high };
inline constexpr std::array<std::string_view, 3> urgency_names{"low", "normal", "high"};
constexpr std::string_view to_string(urgency u) { return urgency_names[static_cast<std::size_t>(u)]; }

struct message {
    std::string payload;
    std::chrono::seconds keep_for{0};  // for a device that is away
    webpush::urgency urgency = urgency::normal;
    std::string topic;  // a message that waits is replaced by a newer one of the same topic: at most 32 of A-Z a-z 0-9 - _; empty: none
};

// Value of Authorization. `audience`: origin of the push service; `subject`: mailto: or https: address of whoever runs this site.
std::string authorization(const key& own, std::string_view audience, std::string_view subject, instant expires_at);

// std::invalid_argument if the payload is too large.
http_client::request request_for(const message& m, const endpoint& at, const recipient& to, const key& own, std::string_view subject,
                                 instant now);

}  // namespace gavel::webpush
