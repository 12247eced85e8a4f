// AWS Signature Version 4 for S3, in headers and in addresses. Pure. Our own because libcurl's signs neither queries nor paths reliably and
// knows no presigned addresses.
#pragma once
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::s3 {

using header = std::pair<std::string, std::string>;

struct identity {
    std::string access_key, secret_key, region;
};

// A request in plain words: nothing is percent-encoded yet.
struct unsigned_request {
    std::string method;
    std::string host;                                        // as in the Host header: with the port unless it is the scheme's own
    std::string path;                                        // "/bucket/key"; goes out encoded once, never normalised
    std::vector<std::pair<std::string, std::string>> query;  // in any order
    std::vector<header> headers;                             // to be signed besides host
};

inline constexpr std::string_view unsigned_payload = "UNSIGNED-PAYLOAD";
inline constexpr std::chrono::seconds presigned_max{604'800};

// Everything but A-Z a-z 0-9 - . _ ~ becomes %XX; of a path the slashes stay.
std::string encoded(std::string_view text, bool is_path = false);
// "a=1&b=": names and values encoded, sorted. Goes on the wire like this.
std::string canonical_query(const unsigned_request& r);

// Headers to send besides those of the request and Host: x-amz-date, x-amz-content-sha256, authorization.
// `payload_hash`: SHA-256 of the body in lower-case hexadecimal, or unsigned_payload.
std::vector<header> authorize(const unsigned_request& r, const identity& who, std::chrono::sys_seconds now, std::string_view payload_hash);

// The query of an address that anybody may use for `valid_for` with exactly these headers. `canonical_query` and this go together.
std::string presigned_query(unsigned_request r, const identity& who, std::chrono::sys_seconds now, std::chrono::seconds valid_for);

// Of any text with the key of that day (a string to sign; the policy of a form).
std::string signature(const identity& who, std::chrono::sys_seconds now, std::string_view text);

}  // namespace gavel::s3
