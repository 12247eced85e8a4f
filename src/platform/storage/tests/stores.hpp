// A store of either kind for one test: a fresh folder, or a fresh bucket of the S3 server that GAVEL_TEST_S3_* name.
#pragma once
#include "base/random.hpp"
#include "platform/http_client/client.hpp"
#include "platform/runtime/worker_pool.hpp"
#include "platform/storage/disk_store.hpp"
#include "platform/storage/s3_store.hpp"
#include "tests/support/run.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace gavel::storage {

enum class kind { disk, s3, s3_hosts };  // s3_hosts: the bucket is a part of the host's name

// A value of the environment without which the tests mean nothing.
inline std::string environment(const char* name) {
    const char* value = std::getenv(name);
    if (!value)
        throw std::runtime_error(std::string(name) +
                                 " is not set: tests/harness/rgw.sh FOLDER starts an S3 server and writes FOLDER/ready");
    return value;
}

inline s3::options bucket_of_the_test() {
    s3::options o;
    o.endpoint = environment("GAVEL_TEST_S3_ENDPOINT");
    o.access_key = environment("GAVEL_TEST_S3_ACCESS_KEY");
    o.secret_key = environment("GAVEL_TEST_S3_SECRET_KEY");
    o.bucket = "test-" + hex(sha256(random_token())).substr(0, 12);
    return o;
}

// The server knows BUCKET.localhost, which curl takes for this machine.
inline void bucket_as_host(s3::options& o) {
    o.path_style = false;
    o.endpoint.replace(o.endpoint.find("127.0.0.1"), std::string_view("127.0.0.1").size(), "localhost");
}

// A store of its own on somebody's io_context; its folder goes with it.
class store_of_test {
public:
    store_of_test(kind which, boost::asio::io_context& io) : wire(io, http_client::client_options()) {
        if (which == kind::disk) {
            folder = std::filesystem::temp_directory_path() / ("gavel-store-" + hex(sha256(random_token())).substr(0, 12));
            store = std::make_unique<disk_store>(folder.string(), workers);
        } else {
            auto o = bucket_of_the_test();
            if (which == kind::s3_hosts) bucket_as_host(o);
            store = std::make_unique<s3_store>(io, o, nullptr);
        }
        test::run_on(io, store->prepare(origin, runtime::within(std::chrono::seconds(50))), std::chrono::seconds(60));
    }
    ~store_of_test() {
        if (!folder.empty()) std::filesystem::remove_all(folder);
    }
    store_of_test(const store_of_test&) = delete;
    store_of_test& operator=(const store_of_test&) = delete;

    const std::string origin = "http://auction.test:8080";
    runtime::worker_pool workers{2, 100};
    http_client::client wire;
    std::filesystem::path folder;
    std::unique_ptr<storage::store> store;
};

class store_fixture {
protected:
    explicit store_fixture(kind which) : parts(which, io) {}

    template <class T>
    T run(boost::asio::awaitable<T> work) {
        return test::run_on(io, std::move(work), std::chrono::seconds(60));
    }
    static runtime::deadline soon() { return runtime::within(std::chrono::seconds(50)); }

    void put(const std::string& key, std::string content) {
        run(store->put(key, std::make_shared<const std::string>(std::move(content)), "image/webp", soon()));
    }
    std::string content_of(const std::string& key) { return run(store->get(key, 64 * 1024 * 1024, soon())).value().content; }
    std::vector<std::string> names_below(const std::string& prefix) {
        std::vector<std::string> names;
        for (const auto& each : run(store->list(prefix, "", soon())).objects) names.push_back(each.key);
        return names;
    }

    upload begun(const std::string& key, const std::string& type, std::uint64_t bytes) {
        upload u(key, type, bytes);
        u.name = run(store->begin_upload(u, soon()));
        return u;
    }
    // As a browser or our own server would; `to` cuts the piece short, which only our own server bears.
    void send(const upload& u, const piece& one, const std::string& content, std::uint64_t to) {
        auto part = content.substr(one.from, to - one.from);
        if (one.url.empty()) {
            EXPECT_EQ(run(store->append(u, one.from, part, soon())), to);
            return;
        }
        EXPECT_EQ(put_to(one, std::move(part)), 200);
    }
    int put_to(const piece& one, std::string content) {
        http_client::request r("PUT", one.url);
        for (const auto& each : one.headers) r.headers.push_back(each);
        r.body = std::make_shared<const std::string>(std::move(content));
        return run(parts.wire.send(std::move(r), soon())).status;
    }
    void send_missing(const upload& u, const std::string& content) {
        for (const auto& each : run(store->missing(u, soon()))) send(u, each, content, each.to);
    }
    static std::string random_content(std::uint64_t bytes) {
        std::string content(bytes, '\0');
        std::uint32_t state = 1;
        for (auto& c : content) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
        return content;
    }

    boost::asio::io_context io{1};
    store_of_test parts;
    const std::unique_ptr<storage::store>& store = parts.store;
    const std::string& origin = parts.origin;
};

}  // namespace gavel::storage
