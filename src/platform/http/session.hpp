// One connection: requests in, answers out, in order. Coroutine on the shard's thread; ends with the connection.
#pragma once
#include "platform/http/body_stream.hpp"
#include "platform/http/event_stream.hpp"
#include "platform/http/message_parser.hpp"
#include "platform/http/shard.hpp"
#include "platform/http/wire.hpp"

#include <memory>
#include <optional>
#include <string>

namespace gavel::http {

class session : public std::enable_shared_from_this<session> {
public:
    session(std::shared_ptr<shard> on, wire::socket_type socket, peer_facts peer, std::unique_ptr<place> counted);
    ~session();

    static boost::asio::awaitable<void> run(std::shared_ptr<session> self);
    void check(wire::clock::time_point now) { wire_.check(now); }
    void stop();  // idle connections end now, others after their answer

private:
    enum class step { go_on, close, close_gently };  // gently: the peer may still be sending

    boost::asio::awaitable<step> exchange();
    boost::asio::awaitable<bool> read_head();
    boost::asio::awaitable<bool> read_body();
    boost::asio::awaitable<reply> run_streamed(const route& to);
    boost::asio::awaitable<step> answer(reply r, const route* by, bool last);
    boost::asio::awaitable<bool> write_rest(const body_rest& rest, std::size_t done);
    boost::asio::awaitable<step> refuse(const error& why);
    boost::asio::awaitable<step> refuse_input();
    boost::asio::awaitable<step> stream(reply r, const route& by);
    void record(const route* by, int status, std::size_t bytes);

    std::shared_ptr<shard> shard_;
    const options& limits_;
    wire wire_;
    peer_facts peer_;
    std::unique_ptr<place> counted_;
    shard::sessions::iterator listed_;
    message_parser parser_;
    request request_;
    std::string out_;
    event_stream* stream_ = nullptr;  // while one runs
    body_stream* upload_ = nullptr;   // while a handler reads one
    wire::clock::time_point started_{};
};

}  // namespace gavel::http
