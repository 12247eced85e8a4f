#include "platform/http/response_head.hpp"

#include "platform/http/ascii.hpp"

#include <boost/beast/http/status.hpp>

#include <charconv>
#include <ctime>

namespace gavel::http {

namespace {

constexpr std::string_view security_headers =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: strict-origin-when-cross-origin\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";
constexpr std::string_view transport_header = "Strict-Transport-Security: max-age=31536000\r\n";

// "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n", made once a second per thread.
std::string_view date_header() {
    thread_local std::time_t second = 0;
    thread_local char text[48];
    thread_local std::size_t size = 0;
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != second) {
        second = now.tv_sec;
        std::tm parts{};
        gmtime_r(&second, &parts);
        size = std::strftime(text, sizeof text, "Date: %a, %d %b %Y %H:%M:%S GMT\r\n", &parts);  // the C locale: the program sets no other
    }
    return {text, size};
}

void append_number(std::string& out, std::size_t value) {
    char digits[20];
    const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, value);
    out.append(digits, end);
}

void append_value(std::string& out, std::string_view value) {
    const auto start = out.size();
    out.append(value);
    for (auto i = start; i < out.size(); ++i)
        if (static_cast<unsigned char>(out[i]) < 0x20 || out[i] == 0x7f) out[i] = ' ';
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    append_value(out, value);
    out.append("\r\n");
}

}  // namespace

void write_head(std::string& out, const reply& r, const head_facts& facts) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(r.status));
    out.push_back(' ');
    const auto reason = boost::beast::http::obsolete_reason(boost::beast::http::int_to_status(static_cast<unsigned>(r.status)));
    out.append(reason.data(), reason.size()).append("\r\n").append(date_header());
    if (!r.content_type.empty()) append_header(out, "Content-Type", r.content_type);
    bool has_caching = false, has_etag = false;
    for (const auto& [name, value] : r.headers) {
        append_header(out, name, value);
        has_caching = has_caching || iequals(name, "Cache-Control");
        has_etag = has_etag || iequals(name, "ETag");
    }
    if (!has_caching) out.append(has_etag ? "Cache-Control: private, no-cache\r\n" : "Cache-Control: no-store\r\n");
    out.append(security_headers).append(facts.announced);
    if (facts.secure) out.append(transport_header);
    append_header(out, "X-Request-Id", facts.request_id);
    if (!facts.keep_alive) out.append("Connection: close\r\n");
    else if (facts.http_1_0) out.append("Connection: keep-alive\r\n");
    if (facts.body == framing::chunked) out.append("Transfer-Encoding: chunked\r\n");
    if (facts.body == framing::length && r.status != 204 && r.status != 304) {
        out.append("Content-Length: ");
        append_number(out, facts.body_bytes);
        out.append("\r\n");
    }
    out.append("\r\n");
}

}  // namespace gavel::http
