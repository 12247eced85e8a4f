// body_reader on a connection: from the wire through the parser, a piece at a time, within bounds of size, rate and time.
#pragma once
#include "platform/http/body_reader.hpp"
#include "platform/http/message_parser.hpp"
#include "platform/http/options.hpp"
#include "platform/http/request.hpp"
#include "platform/http/wire.hpp"

#include <cstdint>

namespace gavel::http {

class body_stream final : public body_reader {
public:
    // All outlive it; `into.body` collects the present piece and `into.until` is the end of everything.
    body_stream(wire& from, message_parser& parser, request& into, const options& limits);

    boost::asio::awaitable<std::optional<std::string>> next() override;
    void end();  // the server stops: the sender is told to come back

private:
    boost::asio::awaitable<bool> more();
    void require_pace() const;

    wire& wire_;
    message_parser& parser_;
    request& request_;
    const options& limits_;
    const wire::clock::time_point started_ = wire::clock::now();
    std::uint64_t received_ = 0;
    bool begun_ = false, ending_ = false;
};

}  // namespace gavel::http
