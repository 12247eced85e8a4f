// The address at a push service that a browser gave us. Strangers write it: what is not plainly a public https address is refused.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gavel::webpush {

inline constexpr std::size_t endpoint_bytes_max = 1024;

enum class reach {
    anywhere_public,  // https on port 443 at a named host
    here_too,         // for tests: also plain http, other ports, addresses instead of names
};

class endpoint {
public:
    static std::optional<endpoint> read(std::string_view address, reach allowed);

    const std::string& url() const { return url_; }
    const std::string& origin() const { return origin_; }  // scheme and host, and a port that is not the usual one

private:
    endpoint(std::string url, std::string origin) : url_(std::move(url)), origin_(std::move(origin)) {}

    std::string url_, origin_;
};

}  // namespace gavel::webpush
