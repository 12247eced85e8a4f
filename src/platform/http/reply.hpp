// What a handler answers.
#pragma once
#include "base/error.hpp"
#include "base/language.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gavel::http {

class event_writer;  // sse.hpp

// What follows a first piece of a body: `bytes` in all, read as the peer takes them. `read(from)` gives at least one byte from that
// offset of the whole body; an exception or nothing ends the connection.
struct body_rest {
    std::uint64_t bytes = 0;
    std::function<boost::asio::awaitable<std::string>(std::uint64_t from)> read;
};

class reply {
public:
    explicit reply(int status_code = 200) : status(status_code) {}

    int status;
    std::string_view content_type;                             // a literal; empty: none, or among the headers
    bool is_problem = false;                                   // the session adds request_id to the body
    std::vector<std::pair<std::string, std::string>> headers;  // without Content-Length, Date, Connection
    std::string body;
    std::shared_ptr<const std::string> shared_body;  // instead of body: cached bytes, not copied
    std::optional<body_rest> rest;                   // after body, which is its first piece
    // Instead of body: server-sent events. Called once, after the head; what it returns is kept until the stream closes.
    std::function<std::shared_ptr<void>(event_writer&)> stream;

    reply& with(std::string name, std::string value) {
        headers.emplace_back(std::move(name), std::move(value));
        return *this;
    }
};

reply json(const boost::json::value& v, int status = 200);  // application/json
reply json_text(std::string already_json, int status = 200);
reply created(const boost::json::value& v, std::string location = {});
reply no_content();
reply problem_json(const error& e, language l);  // RFC 9457; adds request_id when sent
reply html(std::string text, int status = 200);

// 304 when If-None-Match (of a GET or HEAD) holds `etag` (weak comparison), else the reply with the header set.
class request;
reply conditional(const request& r, std::string etag, reply full);
std::string etag_of(std::string_view bytes);  // strong, from a hash

}  // namespace gavel::http
