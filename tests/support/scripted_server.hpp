// A server on the loopback address that says exactly what a test wants, on the io_context that the test drives.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace gavel::test {

class scripted_server {
public:
    using tcp = boost::asio::ip::tcp;

    explicit scripted_server(boost::asio::io_context& io)
        : io_(io),
          acceptor_(io, tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), 0)) {}
    // Clients must be gone by now.
    ~scripted_server() {
        leave();
        io_.restart();
        io_.run_for(std::chrono::milliseconds(100));
    }
    scripted_server(const scripted_server&) = delete;
    scripted_server& operator=(const scripted_server&) = delete;

    std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }

    // Takes one connection and answers each request on it with the next text. Then it waits for the other side to leave; a last text that
    // is empty makes it hang up itself.
    void serve(std::vector<std::string> texts) { boost::asio::co_spawn(io_, answer(std::move(texts)), boost::asio::detached); }
    void leave() {
        boost::system::error_code ignored;
        acceptor_.close(ignored);
    }

    std::vector<std::string> heard;  // requests with their bodies
    int connections = 0;

    static std::string ok(const std::string& body, const std::string& headers = {}) { return with(200, body, headers); }
    static std::string with(int status, const std::string& body = {}, const std::string& headers = {}) {
        return "HTTP/1.1 " + std::to_string(status) + " Said\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    }

private:
    boost::asio::awaitable<void> answer(std::vector<std::string> texts) {
        boost::system::error_code failed;
        auto socket = co_await acceptor_.async_accept(boost::asio::redirect_error(boost::asio::use_awaitable, failed));
        if (failed) co_return;
        ++connections;
        for (const auto& text : texts) {
            if (text.empty()) co_return;
            const bool read = co_await hear(socket);
            if (!read) co_return;
            co_await boost::asio::async_write(socket, boost::asio::buffer(text),
                                              boost::asio::redirect_error(boost::asio::use_awaitable, failed));
        }
        for (bool asked = true; asked;) asked = co_await hear(socket);
    }
    boost::asio::awaitable<bool> hear(tcp::socket& socket) {
        std::string input;
        boost::system::error_code failed;
        const auto head = co_await boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(input), "\r\n\r\n",
                                                                 boost::asio::redirect_error(boost::asio::use_awaitable, failed));
        if (failed) co_return false;
        const auto length = input.find("Content-Length: ");
        const auto size = length < head ? std::stoul(input.substr(length + 16)) : 0;
        std::string piece(64 * 1024, '\0');
        while (input.size() < head + size && !failed) {
            const auto got = co_await socket.async_read_some(boost::asio::buffer(piece),
                                                             boost::asio::redirect_error(boost::asio::use_awaitable, failed));
            input.append(piece, 0, got);
        }
        heard.push_back(std::move(input));
        co_return true;
    }

    boost::asio::io_context& io_;
    tcp::acceptor acceptor_;
    std::uint16_t port_ = acceptor_.local_endpoint().port();
};

}  // namespace gavel::test
