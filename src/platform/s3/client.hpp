// A bucket of an S3-compatible store. One per io thread, used only there. Everything throws s3::unavailable or s3::refused.
#pragma once
#include "platform/http_client/client.hpp"
#include "platform/observe/metrics.hpp"
#include "platform/runtime/deadline.hpp"
#include "platform/s3/answers.hpp"
#include "platform/s3/options.hpp"
#include "platform/s3/place.hpp"
#include "platform/s3/signer.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gavel::s3 {

using boost::asio::awaitable;
using runtime::deadline;

struct object {
    object_facts facts;
    std::string content;
};

class operation;  // private: one request as it can be repeated

class client {
public:
    // std::invalid_argument naming the option at fault. `numbers`: where gavel_s3_* metrics go; may be null.
    client(boost::asio::io_context& io, const options& chosen, metrics::registry* numbers = nullptr);

    awaitable<void> put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until);
    // Nothing: there is no such object. More than `bytes_max`: unavailable.
    awaitable<std::optional<object>> get(std::string key, std::size_t bytes_max, deadline until);
    // At most `count` bytes from `from`; fewer at the end of the object.
    awaitable<std::optional<std::string>> get_range(std::string key, std::uint64_t from, std::size_t count, deadline until);
    awaitable<std::optional<object_facts>> head(std::string key, deadline until);
    awaitable<void> remove(std::string key, deadline until);  // also fine if it is not there
    // Up to 1000 objects whose keys begin with `prefix`, after the page that gave `token`.
    awaitable<listing> list(std::string prefix, std::string token, deadline until, int limit = 1000);
    // Inside the store. False: `from` is not there. An empty content type keeps that of `from`. Which content of `from` is copied, if it is
    // being replaced, nobody knows: stores differ in the condition that would say so.
    awaitable<bool> copy(std::string from, std::string to, std::string content_type, deadline until);

    // An object in parts of at least 5 MiB (but the last). Parts are sent by put_part, or by others to the addresses of presigned_part.
    awaitable<std::string> begin_parts(std::string key, std::string content_type, deadline until);  // the name of the upload
    // Straight from here, with its checksum, which the store compares. Nothing: no such upload.
    awaitable<std::optional<part>> put_part(std::string key, std::string upload, int number, std::shared_ptr<const std::string> content,
                                            deadline until);
    awaitable<std::optional<std::vector<part>>> parts(std::string key, std::string upload, deadline until);      // nothing: no such upload
    awaitable<bool> complete_parts(std::string key, std::string upload, std::vector<part> all, deadline until);  // false: no such upload
    awaitable<void> abandon_parts(std::string key, std::string upload, deadline until);  // also fine if there is no such upload
    // Up to 1000 that were begun for keys with this prefix and are neither complete nor abandoned.
    awaitable<std::vector<unfinished_upload>> unfinished(std::string prefix, deadline until);

    // Addresses at the public endpoint that work without a key for `valid_for`, for exactly this type and length.
    std::string presigned_put(std::string_view key, std::string_view content_type, std::uint64_t bytes,
                              std::chrono::seconds valid_for) const;
    std::string presigned_part(std::string_view key, std::string_view upload, int number, std::uint64_t bytes,
                               std::chrono::seconds valid_for) const;
    std::string presigned_get(std::string_view key, std::chrono::seconds valid_for) const;

    awaitable<bool> make_bucket(deadline until);                                      // false: we had it already
    awaitable<void> allow_origins(std::vector<std::string> origins, deadline until);  // browsers of these sites may upload

    const place& inside() const { return inside_; }
    const place& outside() const { return outside_; }
    const options& settings() const { return options_; }
    http_client::client& wire() { return wire_; }

private:
    awaitable<http_client::response> call(operation what, deadline until);
    awaitable<http_client::response> attempt(const operation& what, deadline until);
    std::string presigned(std::string method, std::string_view key, std::vector<header> headers,
                          std::vector<std::pair<std::string, std::string>> query, std::chrono::seconds valid_for) const;
    void count(const operation& what, const char* outcome, std::chrono::steady_clock::time_point began);

    boost::asio::io_context& io_;
    const options options_;
    const identity identity_;
    const place inside_, outside_;
    http_client::client wire_;
    metrics::registry* numbers_;
};

}  // namespace gavel::s3
