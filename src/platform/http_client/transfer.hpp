// Private to this folder: one request as a libcurl handle.
#pragma once
#include "platform/curl/handle.hpp"
#include "platform/http_client/client.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace gavel::http_client {

class transfer {
public:
    transfer(request r, const client_options& options, std::chrono::milliseconds left);
    transfer(const transfer&) = delete;
    transfer& operator=(const transfer&) = delete;

    CURL* handle() const { return handle_.get(); }
    static transfer& of(CURL* handle);

    void on_end(std::function<void()> told) { told_ = std::move(told); }
    void end(CURLcode how);
    bool ended() const { return ended_; }
    response take();  // throws failure

private:
    void ask();
    void bound(const client_options& options, std::chrono::milliseconds left);
    void stay_outside();
    static std::size_t keep_header(char* data, std::size_t size, std::size_t count, void* self);
    static std::size_t keep_body(char* data, std::size_t size, std::size_t count, void* self);

    request request_;
    curl::easy handle_;
    curl::line_list headers_;
    response answer_;
    std::function<void()> told_;
    CURLcode how_ = CURLE_OPERATION_TIMEDOUT;  // of one that libcurl never ended
    bool ended_ = false, too_large_ = false;
};

}  // namespace gavel::http_client
