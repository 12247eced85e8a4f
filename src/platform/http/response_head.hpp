// The status line and headers of an answer as bytes.
#pragma once
#include "platform/http/reply.hpp"
#include "platform/http/request.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::http {

enum class framing { length, chunked, until_close };

struct head_facts {
    bool secure = false;  // adds Strict-Transport-Security
    bool keep_alive = true;
    bool http_1_0 = false;  // such a client wants to be told that the connection stays
    framing body = framing::length;
    std::size_t body_bytes = 0;  // with framing::length
    std::string_view request_id;
    std::string_view announced;  // whole header lines
};

// Appends the head to `out`. Cache-Control, unless the reply has its own: `private, no-cache` beside an ETag, otherwise `no-store`. Control
// characters in a handler's header values become spaces: they can never start a new line.
void write_head(std::string& out, const reply& r, const head_facts& facts);

// Sent instead of waiting when a client asks before it sends its body.
inline constexpr std::string_view continue_head = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace gavel::http
