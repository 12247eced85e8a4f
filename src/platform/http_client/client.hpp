// Requests to other servers, bounded in time and size. One client per io thread, used only there.
#pragma once
#include "platform/runtime/deadline.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::http_client {

using boost::asio::awaitable;
using header = std::pair<std::string, std::string>;

// Has a constructor on purpose: it passes through co_await (docs/develop/compiler-traps.md).
class request {
public:
    request(std::string verb, std::string address) : method(std::move(verb)), url(std::move(address)) {}

    std::string method;
    std::string url;                          // http or https, already encoded; sent as it is
    std::vector<header> headers;              // besides Host, Accept, User-Agent and Content-Length
    std::shared_ptr<const std::string> body;  // null: none
    std::size_t answer_bytes_max = 1024 * 1024;
};

class response {
public:
    response() {}

    int status = 0;
    std::vector<header> headers;  // names in lower case
    std::string body;

    std::optional<std::string_view> header_of(std::string_view lower_case_name) const;
};

// No answer. The request may have had its effect all the same, except when the server was never reached.
class failure : public std::runtime_error {
public:
    enum class reason { unreachable, untrusted, too_slow, too_large, broken_off };

    failure(reason r, const std::string& what) : std::runtime_error(what), why(r) {}
    reason why;
};

struct client_options {
    std::int64_t connections_max = 32;  // open at once, kept ones included; more requests wait within their deadline
    std::chrono::milliseconds connect_within{5000};
    std::chrono::seconds stalled_for{15};  // without a single byte either way: too_slow
    std::string ca_file;                   // empty: the system's
    // For addresses that strangers wrote: https, and only to machines of the open internet, looked at when the connection is opened. What
    // is not open to all is unreachable.
    bool public_only = false;
};

class engine;  // private: libcurl on this io thread

class client {
public:
    client(boost::asio::io_context& io, client_options chosen);
    ~client();
    client(const client&) = delete;
    client& operator=(const client&) = delete;

    // Any status is an answer. Throws failure.
    awaitable<response> send(request r, runtime::deadline until);

private:
    boost::asio::io_context& io_;
    client_options options_;
    std::shared_ptr<engine> engine_;
};

}  // namespace gavel::http_client
