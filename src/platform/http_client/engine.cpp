#include "platform/http_client/engine.hpp"

#include "platform/curl/handle.hpp"
#include "platform/http_client/transfer.hpp"

#include <boost/asio/posix/descriptor_base.hpp>

#include <chrono>
#include <stdexcept>

namespace gavel::http_client {

namespace asio = boost::asio;
using asio::posix::descriptor_base;
using boost::system::error_code;

engine::engine(asio::io_context& io, std::int64_t connections_max) : io_(io), timer_(io), multi_(nullptr) {
    curl::initialise();
    multi_ = curl_multi_init();
    if (!multi_) throw std::runtime_error("no memory for outgoing connections");
    curl_multi_setopt(multi_, CURLMOPT_MAX_TOTAL_CONNECTIONS, static_cast<long>(connections_max));
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(connections_max));
}

engine::~engine() { curl_multi_cleanup(multi_); }

void engine::start() {
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
}

void engine::stop() {
    timer_.cancel();
    while (!watched_.empty()) forget(watched_.begin()->first);
}

engine::running engine::run(transfer& t) {
    if (const auto refused = curl_multi_add_handle(multi_, t.handle()); refused != CURLM_OK)
        throw std::runtime_error(curl_multi_strerror(refused));
    return running(shared_from_this(), t.handle());
}

engine::running::~running() { curl_multi_remove_handle(in_->multi_, handle_); }

int engine::on_socket(CURL*, curl_socket_t fd, int what, void* self, void*) {
    auto& e = *static_cast<engine*>(self);
    if (what == CURL_POLL_REMOVE) e.forget(fd);
    else e.look_at(fd, what);
    return 0;
}

int engine::on_timer(CURLM*, long wait_ms, void* self) {
    auto& e = *static_cast<engine*>(self);
    e.timer_.cancel();
    if (wait_ms < 0) return 0;
    e.timer_.expires_after(std::chrono::milliseconds(wait_ms));
    e.timer_.async_wait([weak = e.weak_from_this()](error_code cancelled) {
        const auto living = weak.lock();
        if (!cancelled && living) living->act(CURL_SOCKET_TIMEOUT, 0);
    });
    return 0;
}

void engine::look_at(curl_socket_t fd, int what) {
    auto& one = watched_[fd];
    if (!one) {
        one = std::make_shared<watch>(io_);
        one->socket.assign(fd);
    }
    one->wanted = what;
    arm(fd, one);
}

// libcurl closes the socket right after.
void engine::forget(curl_socket_t fd) {
    const auto found = watched_.find(fd);
    if (found == watched_.end()) return;
    found->second->gone = true;
    found->second->socket.release();
    watched_.erase(found);
}

void engine::arm(curl_socket_t fd, const std::shared_ptr<watch>& one) {
    const auto wait = [&](bool& pending, descriptor_base::wait_type for_what, int event) {
        pending = true;
        one->socket.async_wait(for_what, [this, keep = shared_from_this(), fd, one, &pending, event](error_code failed) {
            pending = false;
            if (one->gone) return;
            act(fd, failed ? CURL_CSELECT_ERR : event);
            if (!one->gone && !failed) arm(fd, one);
        });
    };
    if ((one->wanted & CURL_POLL_IN) && !one->reading) wait(one->reading, descriptor_base::wait_read, CURL_CSELECT_IN);
    if ((one->wanted & CURL_POLL_OUT) && !one->writing) wait(one->writing, descriptor_base::wait_write, CURL_CSELECT_OUT);
}

void engine::act(curl_socket_t fd, int events) {
    int still_running = 0;
    curl_multi_socket_action(multi_, fd, events, &still_running);
    collect();
}

void engine::collect() {
    int more = 0;
    while (const auto* message = curl_multi_info_read(multi_, &more))
        if (message->msg == CURLMSG_DONE) transfer::of(message->easy_handle).end(message->data.result);
}

}  // namespace gavel::http_client
