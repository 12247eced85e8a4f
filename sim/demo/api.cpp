#include "sim/demo/api.hpp"

#include "base/random.hpp"
#include "sim/demo/curl_text.hpp"

#include <curl/curl.h>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gavel::sim {
struct api::wire {
    wire() : handle(curl_easy_init()) {}
    ~wire() { curl_easy_cleanup(handle); }
    wire(const wire&) = delete;
    wire& operator=(const wire&) = delete;
    CURL* handle;
};

api::api(std::string origin) : origin_(std::move(origin)), wire_(std::make_unique<wire>()) {
    while (origin_.ends_with('/')) origin_.pop_back();
    curl_easy_setopt(wire_->handle, CURLOPT_COOKIEFILE, "");  // remember cookies, in memory only
    curl_easy_setopt(wire_->handle, CURLOPT_TIMEOUT_MS, 15'000L);
    curl_easy_setopt(wire_->handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(wire_->handle, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(wire_->handle, CURLOPT_USERAGENT, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
    curl_easy_setopt(wire_->handle, CURLOPT_WRITEFUNCTION, keep_text);
}

api::~api() = default;

answer api::bid(const std::string& lot, std::int64_t max_minor) {
    boost::json::object max;
    max["amount"] = max_minor;
    max["currency"] = "UAH";
    boost::json::object body;
    body["max"] = std::move(max);
    return command("/lots/" + lot + "/bids", body);
}

answer api::command(const std::string& path, const boost::json::value& body) { return call("POST", path, body, random_uuid()); }

answer api::call(const char* method, const std::string& path, const std::optional<boost::json::value>& body,
                 const std::string& idempotency_key) {
    const auto content = body ? std::optional(boost::json::serialize(*body)) : std::nullopt;
    fields headers{"Origin: " + origin_, "Content-Type: application/json"};
    if (!idempotency_key.empty()) headers.push_back("Idempotency-Key: " + idempotency_key);
    return send(method, origin_ + "/api/v1" + path, headers, content);
}

answer api::send(const char* method, const std::string& url, const fields& lines, std::optional<std::string_view> content) {
    curl_slist* headers = nullptr;
    for (const auto& each : lines) headers = curl_slist_append(headers, each.c_str());
    headers = curl_slist_append(headers, "Expect:");
    std::string received;
    auto* h = wire_->handle;
    curl_easy_setopt(h, CURLOPT_URL, url.c_str());
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    if (content) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(content->size()));
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, content->data());
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
    const auto code = curl_easy_perform(h);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) throw no_answer(std::string(method) + " " + url + ": " + curl_easy_strerror(code));

    answer a;
    long status = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    a.status = static_cast<int>(status);
    boost::system::error_code malformed;
    if (!received.empty()) a.body = boost::json::parse(received, malformed);
    return a;
}

answer api::upload(const std::string& path, const std::string& content, const std::string& type, const std::string& alt) {
    boost::json::object announced;
    announced["content_type"] = type;
    announced["bytes"] = content.size();
    announced["alt"] = alt;
    const auto begun = post(path, announced);
    if (!begun.ok()) return begun;
    for (const auto& value : begun.body.at("missing").as_array()) {
        const auto& piece = value.as_object();
        std::string url(piece.at("url").as_string());
        fields headers;
        for (const auto& [name, text] : piece.at("headers").as_object())
            headers.push_back(std::string(name) + ": " + std::string(text.as_string()));
        if (url.starts_with('/')) {
            url = origin_ + url;
            headers.push_back("Origin: " + origin_);
        }
        const auto from = piece.at("from").to_number<std::size_t>(), to = piece.at("to").to_number<std::size_t>();
        const auto taken = send("PUT", url, headers, std::string_view(content).substr(from, to - from));
        if (!taken.ok()) return taken;
    }
    return post("/uploads/" + std::string(begun.body.at("id").as_string()) + "/completion", boost::json::object());
}

}  // namespace gavel::sim
