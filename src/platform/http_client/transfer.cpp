#include "platform/http_client/transfer.hpp"

#include "base/text.hpp"
#include "platform/http_client/public_address.hpp"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <optional>

namespace gavel::http_client {

namespace {

failure::reason reason_of(CURLcode code) {
    switch (code) {
        case CURLE_OPERATION_TIMEDOUT: return failure::reason::too_slow;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
        case CURLE_COULDNT_CONNECT: return failure::reason::unreachable;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_PEER_FAILED_VERIFICATION: return failure::reason::untrusted;
        default: return failure::reason::broken_off;
    }
}

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::optional<boost::asio::ip::address> address_of(const curl_sockaddr& to) {
    namespace ip = boost::asio::ip;
    if (to.family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &to.addr, sizeof v4);
        return ip::address_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (to.family != AF_INET6) return std::nullopt;
    sockaddr_in6 v6{};
    std::memcpy(&v6, static_cast<const void*>(&to.addr), sizeof v6);
    ip::address_v6::bytes_type bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return ip::address_v6(bytes);
}

// Asked by libcurl for each connection it is about to open, after the name was resolved.
curl_socket_t open_outside(void*, curlsocktype, curl_sockaddr* to) {
    const auto where = address_of(*to);
    if (!where || !is_public(*where)) return CURL_SOCKET_BAD;
    return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

}  // namespace

transfer::transfer(request r, const client_options& options, std::chrono::milliseconds left)
    : request_(std::move(r)),
      handle_(curl::make_easy()) {
    ask();
    bound(options, left);
    auto* h = handle();
    curl_easy_setopt(h, CURLOPT_PRIVATE, this);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, keep_header);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, keep_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, this);
}

transfer& transfer::of(CURL* handle) {
    void* self = nullptr;
    curl_easy_getinfo(handle, CURLINFO_PRIVATE, &self);
    return *static_cast<transfer*>(self);
}

void transfer::ask() {
    auto* h = handle();
    curl_easy_setopt(h, CURLOPT_URL, request_.url.c_str());
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);  // a signature covers the address as it is written
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(h, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(h, CURLOPT_USERAGENT, "gavel");
    bool typed = false;
    for (const auto& [name, value] : request_.headers) {
        headers_.add(name + ": " + value);
        typed = typed || lower(name) == "content-type";
    }
    // Without a body nothing is sent that speaks of one, except by the methods that are about a body.
    const bool sends = request_.body || request_.method == "PUT" || request_.method == "POST";
    if (sends) {
        const std::string_view body = request_.body ? std::string_view(*request_.body) : std::string_view("");
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, body.data());  // not copied; can be sent again on a fresh connection
        if (!typed) headers_.add("Content-Type:");             // or libcurl would call it a form
        headers_.add("Expect:");                               // no waiting before the body
    }
    if (request_.method == "HEAD") curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    else curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, request_.method.c_str());
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers_.get());
}

void transfer::bound(const client_options& options, std::chrono::milliseconds left) {
    auto* h = handle();
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, options.connect_within).count()));
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(h, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.stalled_for.count()));
    if (options.public_only) stay_outside();
    if (!options.ca_file.empty()) curl_easy_setopt(h, CURLOPT_CAINFO, options.ca_file.c_str());
}

void transfer::stay_outside() {
    curl_easy_setopt(handle(), CURLOPT_PROTOCOLS_STR, "https");
    curl_easy_setopt(handle(), CURLOPT_OPENSOCKETFUNCTION, open_outside);
}

std::size_t transfer::keep_header(char* data, std::size_t size, std::size_t count, void* self) {
    auto& answer = static_cast<transfer*>(self)->answer_;
    const std::string_view line(data, size * count);
    if (line.starts_with("HTTP/")) {
        answer.headers.clear();  // what came before was an interim answer
    } else if (const auto colon = line.find(':'); colon != std::string_view::npos) {
        answer.headers.emplace_back(lower(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
    }
    return line.size();
}

std::size_t transfer::keep_body(char* data, std::size_t size, std::size_t count, void* self) {
    auto& t = *static_cast<transfer*>(self);
    const auto bytes = size * count;
    if (t.answer_.body.size() + bytes > t.request_.answer_bytes_max) {
        t.too_large_ = true;
        return 0;
    }
    t.answer_.body.append(data, bytes);
    return bytes;
}

void transfer::end(CURLcode how) {
    how_ = how;
    ended_ = true;
    if (told_) told_();
}

response transfer::take() {
    if (too_large_) throw failure(failure::reason::too_large, "the answer is larger than was asked for");
    if (how_ != CURLE_OK) throw failure(reason_of(how_), curl_easy_strerror(how_));
    long status = 0;
    curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
    answer_.status = static_cast<int>(status);
    return std::move(answer_);
}

}  // namespace gavel::http_client
