// What only the subscribed browser can read: RFC 8291 (whose keys) over RFC 8188 (aes128gcm), one record.
#pragma once
#include "platform/webpush/key.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gavel::webpush {

// Of a payload before encryption: RFC 8291 promises that every push service takes what becomes of it (4096 bytes).
inline constexpr std::size_t payload_bytes_max = 3993;

inline constexpr std::size_t auth_bytes = 16, salt_bytes = 16;

// What a browser tells about itself.
class recipient {
public:
    // As PushSubscription.getKey gives them. Nothing if they are not what they should be.
    static std::optional<recipient> read(bytes p256dh, bytes auth);

    const bytes& point() const { return point_; }
    const bytes& auth() const { return auth_; }

private:
    recipient(bytes point, bytes auth) : point_(std::move(point)), auth_(std::move(auth)) {}

    bytes point_, auth_;
};

// The body of the request. std::invalid_argument if the payload is too large.
std::string encrypt(std::string_view payload, const recipient& to);
// The same with a given key and salt, for test vectors.
std::string encrypt(std::string_view payload, const recipient& to, const key& own, std::string_view salt);

}  // namespace gavel::webpush
