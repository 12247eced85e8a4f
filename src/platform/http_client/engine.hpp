// Private to this folder: libcurl's multi interface driven by an io_context. libcurl says which sockets and which moment it waits for; this
// waits for them and tells it.
#pragma once
#include <curl/curl.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>
#include <unordered_map>

namespace gavel::http_client {

class transfer;

class engine : public std::enable_shared_from_this<engine> {
public:
    engine(boost::asio::io_context& io, std::int64_t connections_max);
    ~engine();
    engine(const engine&) = delete;
    engine& operator=(const engine&) = delete;

    void start();  // once it is owned by a shared_ptr
    void stop();   // transfers that still run end with a failure

    // A transfer is with libcurl as long as this lives.
    class running {
    public:
        running(std::shared_ptr<engine> in, CURL* handle) : in_(std::move(in)), handle_(handle) {}
        ~running();
        running(const running&) = delete;
        running& operator=(const running&) = delete;

    private:
        std::shared_ptr<engine> in_;
        CURL* handle_;
    };
    running run(transfer& t);

private:
    // A socket of libcurl's, which opens and closes it.
    struct watch {
        explicit watch(boost::asio::io_context& io) : socket(io) {}
        boost::asio::posix::stream_descriptor socket;
        int wanted = CURL_POLL_NONE;
        bool reading = false, writing = false, gone = false;
    };

    static int on_socket(CURL* handle, curl_socket_t fd, int what, void* self, void* known);
    static int on_timer(CURLM* multi, long wait_ms, void* self);
    void look_at(curl_socket_t fd, int what);
    void forget(curl_socket_t fd);
    void arm(curl_socket_t fd, const std::shared_ptr<watch>& one);
    void act(curl_socket_t fd, int events);
    void collect();

    boost::asio::io_context& io_;
    boost::asio::steady_timer timer_;
    std::unordered_map<curl_socket_t, std::shared_ptr<watch>> watched_;
    CURLM* multi_;
};

}  // namespace gavel::http_client
