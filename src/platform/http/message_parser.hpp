// Bytes of one request in, a filled http::request out. Boost.Beast's basic_parser does the grammar; what it leaves open and a server must
// refuse (a header given twice, other transfer codings, a body beyond the route's limit) is refused here. No sockets: tests feed it text.
#pragma once
#include "base/error.hpp"
#include "platform/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace gavel::http {

struct head_limits {
    std::size_t bytes_max = 16 * 1024;
    std::size_t lines_max = 100;
};

class message_parser {
public:
    explicit message_parser(head_limits limits);
    ~message_parser();

    void start(request& into);  // a new message; clears what it fills: method, target, headers, body

    // How many bytes were used; call again with the rest and more. Stops at the end of the head, then at the end of the message.
    std::size_t put(std::string_view bytes);

    bool head_done() const;
    bool done() const;
    const std::optional<error>& fault() const;  // set: answer it and close

    // Once the head is done:
    bool http_1_0() const;
    bool keep_alive() const;
    bool expects_continue() const;
    bool method_known() const;  // one of http::method; request.method is set
    bool has_body() const;      // still to come, also when of unknown length
    std::optional<std::uint64_t> content_length() const;
    void limit_body(std::size_t bytes_max);  // before the body is put
    void refuse_body();                      // sets the fault without reading it

private:
    class grammar;
    head_limits limits_;
    std::unique_ptr<grammar> grammar_;
};

}  // namespace gavel::http
