// From a parsed head to a request a handler can trust: decoded path and query, the visitor's address and origin, language, request id.
#pragma once
#include "base/error.hpp"
#include "platform/http/proxies.hpp"
#include "platform/http/request.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace gavel::http {

// What is known of a connection before its first request.
struct peer_facts {
    std::string address;
    bool trusted = false;  // a trusted proxy
};

// Cheap request ids: unique per process run, not secret. One per io thread.
class id_source {
public:
    id_source();
    void next(std::string& out);  // 16 hexadecimal digits

private:
    std::uint64_t state_;
};

// Fills everything that `r.target` and `r.headers` decide. The error says what is malformed.
std::optional<error> complete_head(request& r, const peer_facts& peer, const trusted_proxies& proxies, id_source& ids, bool http_1_0);

}  // namespace gavel::http
