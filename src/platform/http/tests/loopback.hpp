// A server on a loopback port with one io thread, and a client that sends exactly the bytes a test wants.
#pragma once
#include "platform/http/server.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <gtest/gtest.h>
#include <poll.h>

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace gavel::http::testing {

struct response {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case
    std::string body;

    std::string header(const std::string& name) const {
        const auto found = headers.find(name);
        return found == headers.end() ? std::string() : found->second;
    }
    boost::json::object problem() const { return boost::json::parse(body).as_object(); }
    std::string code() const { return std::string(problem().at("code").as_string()); }
};

// Blocking, with a bound on every wait so that a wrong server fails the test instead of hanging it.
class client {
public:
    explicit client(std::uint16_t port) {
        socket_.connect({boost::asio::ip::make_address("127.0.0.1"), port});
        const timeval patience{10, 0};
        setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }

    void send(std::string_view bytes) {
        boost::system::error_code ignored;  // the server may have refused and closed already
        boost::asio::write(socket_, boost::asio::buffer(bytes.data(), bytes.size()), ignored);
    }
    void shut() { socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send); }

    // One answer; nothing when the connection ends before it is complete. `head_only`: the answer to HEAD.
    std::optional<response> receive(bool head_only = false) {
        while (input_.find("\r\n\r\n") == std::string::npos)
            if (!more()) return std::nullopt;
        response r;
        const auto head_end = input_.find("\r\n\r\n");
        const auto head = input_.substr(0, head_end);
        input_.erase(0, head_end + 4);
        r.status = std::stoi(head.substr(9, 3));
        for (auto at = head.find("\r\n"); at != std::string::npos;) {
            const auto end = head.find("\r\n", at + 2);
            const auto line = head.substr(at + 2, end == std::string::npos ? end : end - at - 2);
            const auto colon = line.find(':');
            std::string name = line.substr(0, colon);
            for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            r.headers[name] = line.substr(colon + 2);
            at = end;
        }
        if (head_only || !r.headers.contains("content-length")) return r;
        const auto size = std::stoul(r.headers["content-length"]);
        while (input_.size() < size)
            if (!more()) return std::nullopt;
        r.body = input_.substr(0, size);
        input_.erase(0, size);
        return r;
    }
    std::optional<response> ask(std::string_view bytes) {
        send(bytes);
        return receive();
    }

    // Whether something has arrived that receive() would begin with.
    bool has_answer() {
        pollfd watched{socket_.native_handle(), POLLIN, 0};
        return !input_.empty() || ::poll(&watched, 1, 0) > 0;
    }
    // Reads until `text` was seen (and drops it and everything before); false at the end of the connection.
    bool await(std::string_view text) {
        while (input_.find(text) == std::string::npos)
            if (!more()) return false;
        input_.erase(0, input_.find(text) + text.size());
        return true;
    }
    // Whether the server ends the connection, after whatever it still sends.
    bool ends() {
        while (more()) {}
        return ended_;
    }
    std::string_view rest() const { return input_; }

private:
    bool more() {
        char piece[4096];
        boost::system::error_code failed;
        const auto got = socket_.read_some(boost::asio::buffer(piece), failed);
        input_.append(piece, got);
        ended_ = failed == boost::asio::error::eof || failed == boost::asio::error::connection_reset;
        return !failed;
    }

    boost::asio::io_context io_;
    boost::asio::ip::tcp::socket socket_{io_};
    std::string input_;
    bool ended_ = false;
};

class loopback : public ::testing::Test {
protected:
    loopback() { chosen.listen = "127.0.0.1:0"; }
    ~loopback() override { end(); }

    void begin() {
        server.emplace(chosen, life, &numbers);
        if (site) server->serve_static(site);
        port = server->listen(io, routes, who, translate);
        thread = std::thread([this] { io.run(); });
    }
    // An orderly stop; true when everything ended by itself.
    bool end() {
        if (!thread.joinable()) return true;
        life.request_stop();
        const bool idle = life.wait_idle(runtime::within(std::chrono::seconds(10)));
        work.reset();
        if (!idle) io.stop();
        thread.join();
        server.reset();
        return idle;
    }
    client connect() { return client(port); }
    response ask(std::string_view bytes) {
        auto c = connect();
        auto r = c.ask(bytes);
        EXPECT_TRUE(r) << bytes.substr(0, 200);
        return r.value_or(response{});
    }

    options chosen;
    router routes;
    authenticator who;
    translator translate;
    std::shared_ptr<const static_site> site;
    metrics::registry numbers;
    runtime::life life;
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
    std::optional<http::server> server;
    std::thread thread;
    std::uint16_t port = 0;
};

}  // namespace gavel::http::testing
