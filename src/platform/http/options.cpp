#include "platform/http/options.hpp"

namespace gavel::http {

void options::declare(config::table& t) {
    t.text("http.listen", listen, "Address and port to serve on, for example 0.0.0.0:8080 or [::]:8080");
    t.integer("http.header_bytes_max", header_bytes_max, 1024, 256 * 1024, "Bytes of request line and headers");
    t.integer("http.headers_max", headers_max, 10, 1000, "Header lines in one request");
    t.integer("http.idle_ms", idle_ms, 10, 3'600'000, "How long a connection may stay open without a request");
    t.integer("http.read_ms", read_ms, 10, 600'000, "How long a request may take to arrive");
    t.integer("http.body_rate_min", body_rate_min, 1, 1'000'000, "Bytes per second that an upload must reach on average");
    t.integer("http.write_ms", write_ms, 10, 600'000, "How long a reader may take to accept an answer or an event");
    t.integer("http.linger_ms", linger_ms, 0, 60'000, "How long the rest of a refused request is read and thrown away");
    t.integer("http.connections_max", connections_max, 1, 1'000'000, "Open connections of this process");
    t.integer("http.connections_per_address_max", connections_per_address_max, 1, 1'000'000,
              "Open connections of one address; trusted proxies are exempt");
    t.integer("http.streams_max", streams_max, 0, 1'000'000, "Open event streams of this process");
    t.integer("http.streams_per_address_max", streams_per_address_max, 0, 1'000'000, "Open event streams of one client address");
    t.text("http.trusted_proxies", trusted_proxies,
           "Addresses or networks, separated by commas, whose X-Forwarded-For, -Proto, -Host and X-Request-Id are believed");
    t.text("web.root", web_root, "Folder of the generated web pages; empty serves the API only");
}

}  // namespace gavel::http
