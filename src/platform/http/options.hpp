// What an operator can set about the HTTP side. Every limit has a name here.
#pragma once
#include "platform/config/options.hpp"

#include <cstdint>
#include <string>

namespace gavel::http {

struct options {
    std::string listen = "127.0.0.1:8080";           // host:port, [v6]:port; port 0 lets the system choose (tests)
    std::int64_t header_bytes_max = 16 * 1024;       // request line and headers; more is 431
    std::int64_t headers_max = 100;                  // header lines; more is 431
    std::int64_t idle_ms = 75'000;                   // a connection without a request (also before its first one)
    std::int64_t read_ms = 10'000;                   // from the first byte of a request to its last; slower is 408
    std::int64_t body_rate_min = 2'048;              // bytes per second of an upload on average; slower is 408
    std::int64_t write_ms = 30'000;                  // for the reader of an answer or an event to take it; slower is closed
    std::int64_t linger_ms = 2'000;                  // after a refusal, while the rest of the request is thrown away
    std::int64_t connections_max = 10'000;           // per process
    std::int64_t connections_per_address_max = 500;  // trusted proxies are exempt
    std::int64_t streams_max = 5'000;                // server-sent event streams per process
    std::int64_t streams_per_address_max = 200;      // by client address, after proxy handling
    std::string trusted_proxies;                     // "10.0.0.0/8, ::1": whose X-Forwarded-* and X-Request-Id are believed
    std::string web_root;                            // folder of generated pages; empty = API only

    void declare(config::table& t);
};

}  // namespace gavel::http
