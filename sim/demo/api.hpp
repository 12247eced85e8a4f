// One person's conversation with the public HTTP API: blocking, keeps the session cookie.
#pragma once
#include <boost/json/value.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::sim {

struct answer {
    int status = 0;
    boost::json::value body;  // null when there is none
    bool ok() const { return status >= 200 && status < 300; }
};

// No answer at all: the server is not there or not reachable.
struct no_answer : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class api {
public:
    explicit api(std::string origin);  // http://host:port
    ~api();
    api(const api&) = delete;
    api& operator=(const api&) = delete;

    answer get(const std::string& path) { return call("GET", path, std::nullopt, {}); }
    answer post(const std::string& path, const boost::json::value& body) { return call("POST", path, body, {}); }
    answer put(const std::string& path) { return call("PUT", path, std::nullopt, {}); }
    answer command(const std::string& path, const boost::json::value& body);  // with a fresh Idempotency-Key
    answer bid(const std::string& lot, std::int64_t max_minor);
    // Sends a file as a page would; the server looks at it afterwards. The first answer that refuses, or the last one.
    answer upload(const std::string& path, const std::string& content, const std::string& type, const std::string& alt);

private:
    using fields = std::vector<std::string>;  // header lines
    answer call(const char* method, const std::string& path, const std::optional<boost::json::value>& body,
                const std::string& idempotency_key);
    answer send(const char* method, const std::string& url, const fields& headers, std::optional<std::string_view> content);

    std::string origin_;
    struct wire;
    std::unique_ptr<wire> wire_;
};

}  // namespace gavel::sim
