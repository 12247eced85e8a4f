#include "platform/s3/self_test.hpp"

#include "base/random.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gavel::s3 {

namespace {

using namespace std::chrono_literals;

constexpr std::string_view content = "gavel";
constexpr std::string_view type = "text/plain";

class trial {
public:
    trial(client& store, std::string site_origin, deadline until)
        : store_(store),
          origin_(std::move(site_origin)),
          until_(until),
          key_("incoming/self-test-" + hex(sha256(random_token())).substr(0, 16) + ".txt") {}

    awaitable<std::vector<std::string>> run() {
        const bool written = co_await tried("write objects", put());
        if (!written) co_return faults_;  // the rest would only say the same again
        co_await tried("read objects", read());
        co_await tried("list objects", list());
        co_await tried("let others upload with a signed address", upload());
        if (!origin_.empty()) co_await tried("answer browsers", preflight());
        co_await tried("delete objects", remove());
        co_return faults_;
    }

private:
    // True: no exception.
    awaitable<bool> tried(std::string_view task, awaitable<void> step) {
        try {
            co_await std::move(step);
            co_return true;
        } catch (const refused& e) {
            faults_.push_back(advice(e, store_.settings(), task));
        } catch (const std::exception& e) {
            faults_.push_back(fmt::format("The store does not {}: {}.", task, e.what()));
        }
        co_return false;
    }
    void require(bool good, std::string sentence) {
        if (!good) faults_.push_back(std::move(sentence));
    }

    awaitable<void> put() {
        auto body = std::make_shared<const std::string>(content);
        std::string typed(type);
        co_await store_.put(key_, std::move(body), std::move(typed), until_);
    }
    awaitable<void> read() {
        const auto facts = co_await store_.head(key_, until_);
        require(facts && facts->bytes == content.size() && !facts->etag.empty(),
                "The store does not know an object that was just written.");
        const auto middle = co_await store_.get_range(key_, 1, 3, until_);
        require(middle && *middle == content.substr(1, 3), "The store does not give the part of an object that was asked for.");
    }
    awaitable<void> list() {
        const auto page = co_await store_.list(key_, {}, until_);
        require(page.objects.size() == 1 && page.objects.front().key == key_, "The store does not list an object that was just written.");
    }

    // As a browser does it.
    awaitable<int> send(std::string url, std::string content_type) {
        http_client::request r("PUT", std::move(url));
        r.headers.emplace_back("content-type", std::move(content_type));
        r.body = std::make_shared<const std::string>(content);
        const auto answer = co_await store_.wire().send(std::move(r), std::min(until_, runtime::within(10s)));
        co_return answer.status;
    }
    awaitable<void> upload() {
        auto url = store_.presigned_put(key_, type, content.size(), 60s);
        const auto accepted = co_await send(url, std::string(type));
        require(accepted < 300, fmt::format("The store answers an upload to a signed address at {} with {}: check s3.public_endpoint.",
                                            store_.outside().origin(), accepted));
        const auto smuggled = co_await send(url, "text/html");
        require(smuggled >= 300, "The store accepts another type of content than an address was signed for.");
        const auto longer = store_.presigned_put(key_, type, content.size() + 1, 60s);
        const auto cut = co_await send(longer, std::string(type));
        require(cut >= 300, "The store accepts another length of content than an address was signed for.");
    }
    awaitable<void> preflight() {
        http_client::request r("OPTIONS", store_.presigned_put(key_, type, content.size(), 60s));
        r.headers = {{"origin", origin_}, {"access-control-request-method", "PUT"}, {"access-control-request-headers", "content-type"}};
        const auto answer = co_await store_.wire().send(std::move(r), std::min(until_, runtime::within(10s)));
        const auto allowed = answer.header_of("access-control-allow-origin");
        require(answer.status < 300 && allowed && (*allowed == "*" || *allowed == origin_),
                fmt::format("Browsers at {} may not upload into the bucket {}: `gavel media setup` allows it.", origin_,
                            store_.settings().bucket));
    }
    awaitable<void> remove() {
        co_await store_.remove(key_, until_);
        const auto left = co_await store_.head(key_, until_);
        require(!left, "The store still knows an object that was deleted.");
    }

    client& store_;
    std::string origin_;
    deadline until_;
    std::string key_;
    std::vector<std::string> faults_;
};

}  // namespace

std::string advice(const refused& why, const options& chosen, std::string_view task) {
    const auto& p = chosen.prefix;
    if (why.code == "InvalidAccessKeyId") return fmt::format("The store does not know the key {}access_key.", p);
    if (why.code == "SignatureDoesNotMatch")
        return fmt::format("{0}secret_key does not belong to {0}access_key, or something between here and the store changes requests.", p);
    if (why.code == "RequestTimeTooSkewed" || why.code == "RequestExpired")
        return "The clocks of this machine and of the store are more than 15 minutes apart: set both by NTP.";
    if (why.code == "AuthorizationHeaderMalformed" || why.code == "InvalidRegion")
        return fmt::format("{}region = {} is not the region of the store.", p, chosen.region);
    if (why.code == "NoSuchBucket") return fmt::format("There is no bucket {}: `gavel media setup` makes it.", chosen.bucket);
    if (why.status == 301 || why.status == 307 || why.code == "PermanentRedirect")
        return fmt::format("The bucket {} is to be found at another address than {}endpoint = {}.", chosen.bucket, p, chosen.endpoint);
    if (why.status == 403) return fmt::format("The key {}access_key may not {} in the bucket {}.", p, task, chosen.bucket);
    if (why.status == 501) return fmt::format("The store is not able to {}.", task);
    return fmt::format("The store does not {}: {}.", task, why.what());
}

awaitable<std::vector<std::string>> self_test(client& store, std::string site_origin, deadline until) {
    trial one(store, std::move(site_origin), until);
    co_return co_await one.run();
}

}  // namespace gavel::s3
