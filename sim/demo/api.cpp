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
    return call("POST", "/lots/" + lot + "/bids", body, random_uuid());
}

answer api::call(const char* method, const std::string& path, const std::optional<boost::json::value>& body,
                 const std::string& idempotency_key) {
    const auto url = origin_ + "/api/v1" + path;
    const auto content = body ? boost::json::serialize(*body) : std::string();
    curl_slist* headers = nullptr;
    headers = curl_slist_append(headers, ("Origin: " + origin_).c_str());
    headers = curl_slist_append(headers, "Content-Type: application/json");
    if (!idempotency_key.empty()) headers = curl_slist_append(headers, ("Idempotency-Key: " + idempotency_key).c_str());

    std::string received;
    auto* h = wire_->handle;
    curl_easy_setopt(h, CURLOPT_URL, url.c_str());
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(h, CURLOPT_HTTPGET, 1L);
    if (body) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, static_cast<long>(content.size()));
        curl_easy_setopt(h, CURLOPT_COPYPOSTFIELDS, content.c_str());
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, method);
    const auto code = curl_easy_perform(h);
    curl_slist_free_all(headers);
    if (code != CURLE_OK) throw no_answer(std::string(method) + " " + path + ": " + curl_easy_strerror(code));

    answer a;
    long status = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    a.status = static_cast<int>(status);
    boost::system::error_code malformed;
    if (!received.empty()) a.body = boost::json::parse(received, malformed);
    return a;
}

}  // namespace gavel::sim
