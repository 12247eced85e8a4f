#include "platform/s3/client.hpp"

#include "base/random.hpp"
#include "platform/s3/error.hpp"
#include "platform/s3/operation.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace gavel::s3 {

namespace {

constexpr std::size_t refusal_bytes_max = 64 * 1024;  // room for a refusal in words

http_client::client_options wire_options(const options& o) {
    http_client::client_options chosen;
    chosen.connections_max = o.connections_max;
    chosen.ca_file = o.ca_file;
    return chosen;
}

std::shared_ptr<const std::string> shared(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

std::string text_of(const http_client::response& answer, std::string_view name) {
    return std::string(answer.header_of(name).value_or(std::string_view()));
}

// "Wed, 21 Oct 2026 07:28:00 GMT"
instant http_moment(const std::string& text) {
    std::tm parts{};
    if (!strptime(text.c_str(), "%a, %d %b %Y %H:%M:%S", &parts)) return {};
    return std::chrono::sys_seconds(std::chrono::seconds(timegm(&parts)));
}

object_facts facts_of(std::string key, const http_client::response& answer) {
    object_facts f;
    f.key = std::move(key);
    const auto length = text_of(answer, "content-length");
    std::from_chars(length.data(), length.data() + length.size(), f.bytes);
    f.etag = text_of(answer, "etag");
    f.content_type = text_of(answer, "content-type");
    f.modified = http_moment(text_of(answer, "last-modified"));
    return f;
}

// A bucket that is missing is no missing object.
void require_bucket(const http_client::response& answer) {
    const auto said = read_fault(answer.body);
    if (answer.status == 404 && said && said->code == "NoSuchBucket") throw refused(404, said->code, "the store has no such bucket");
}

// Content-MD5, which stores demand of a configuration.
std::string md5_base64(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr);
    std::array<unsigned char, 64> base64{};
    const int length = EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(size));
    return {reinterpret_cast<const char*>(base64.data()), static_cast<std::size_t>(length)};
}

}  // namespace

client::client(boost::asio::io_context& io, const options& chosen, metrics::registry* numbers)
    : io_(io),
      options_(chosen),
      identity_{chosen.access_key, chosen.secret_key, chosen.region},
      inside_(chosen.endpoint, chosen.bucket, chosen.path_style, chosen.prefix + "endpoint"),
      outside_(chosen.public_endpoint.empty() ? chosen.endpoint : chosen.public_endpoint, chosen.bucket, chosen.path_style,
               chosen.prefix + "public_endpoint"),
      wire_(io, wire_options(chosen)),
      numbers_(numbers) {}

awaitable<void> client::put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until) {
    operation what("put", "PUT", inside_.path(key));
    what.headers.emplace_back("content-type", std::move(content_type));
    what.body = std::move(content);
    co_await call(std::move(what), until);
}

awaitable<std::optional<object>> client::get(std::string key, std::size_t bytes_max, deadline until) {
    operation what("get", "GET", inside_.path(key));
    what.answer_bytes_max = std::max(bytes_max, refusal_bytes_max);
    what.expected = {404};
    auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
    if (answer.status == 404) co_return std::nullopt;
    if (answer.body.size() > bytes_max) throw unavailable("an object is larger than was asked for");
    object found{facts_of(std::move(key), answer), std::move(answer.body)};
    co_return found;
}

awaitable<std::optional<std::string>> client::get_range(std::string key, std::uint64_t from, std::size_t count, deadline until) {
    operation what("get_range", "GET", inside_.path(key));
    what.headers.emplace_back("range", fmt::format("bytes={}-{}", from, from + count - 1));
    what.answer_bytes_max = std::max(count, refusal_bytes_max);
    what.expected = {404, 416};
    auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
    if (answer.status == 404) co_return std::nullopt;
    if (answer.status == 416) co_return std::string();
    if (answer.status != 206) throw unavailable("the store does not give a part of an object");
    co_return std::move(answer.body);
}

awaitable<std::optional<object_facts>> client::head(std::string key, deadline until) {
    operation what("head", "HEAD", inside_.path(key));
    what.expected = {404};
    const auto answer = co_await call(std::move(what), until);
    if (answer.status == 404) co_return std::nullopt;
    co_return facts_of(std::move(key), answer);
}

awaitable<void> client::remove(std::string key, deadline until) {
    operation what("delete", "DELETE", inside_.path(key));
    what.expected = {404};
    const auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
}

awaitable<listing> client::list(std::string prefix, std::string token, deadline until, int limit) {
    operation what("list", "GET", inside_.path());
    what.query = {{"list-type", "2"}, {"encoding-type", "url"}, {"prefix", prefix}, {"max-keys", std::to_string(limit)}};
    if (!token.empty()) what.query.emplace_back("continuation-token", token);
    const auto answer = co_await call(std::move(what), until);
    co_return read_listing(answer.body);
}

awaitable<bool> client::copy(std::string from, std::string to, std::string content_type, deadline until) {
    operation what("copy", "PUT", inside_.path(to));
    what.headers.emplace_back("x-amz-copy-source", encoded("/" + options_.bucket + "/" + from, true));
    if (!content_type.empty()) {
        what.headers.emplace_back("x-amz-metadata-directive", "REPLACE");
        what.headers.emplace_back("content-type", std::move(content_type));
    }
    what.expected = {404};
    const auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
    if (answer.status == 404) co_return false;
    require_copied(answer.body);
    co_return true;
}

awaitable<std::string> client::begin_parts(std::string key, std::string content_type, deadline until) {
    operation what("begin_parts", "POST", inside_.path(key));
    what.query = {{"uploads", ""}};
    what.headers.emplace_back("content-type", std::move(content_type));
    const auto answer = co_await call(std::move(what), until);
    co_return read_upload_id(answer.body);
}

awaitable<std::optional<part>> client::put_part(std::string key, std::string upload, int number, std::shared_ptr<const std::string> content,
                                                deadline until) {
    operation what("put_part", "PUT", inside_.path(key));
    what.query = {{"partNumber", std::to_string(number)}, {"uploadId", upload}};
    what.body_sha256 = hex(sha256(*content));
    what.body = std::move(content);
    what.expected = {404};
    part sent;
    sent.number = number;
    sent.bytes = what.body->size();
    const auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
    if (answer.status == 404) co_return std::nullopt;
    sent.etag = text_of(answer, "etag");
    if (sent.etag.empty()) throw malformed_answer("the store takes a part of an object without naming it");
    co_return sent;
}

awaitable<std::optional<std::vector<part>>> client::parts(std::string key, std::string upload, deadline until) {
    std::vector<part> all;
    for (int after = 0;;) {
        operation what("parts", "GET", inside_.path(key));
        what.query = {{"uploadId", upload}, {"part-number-marker", std::to_string(after)}};
        what.expected = {404};
        const auto answer = co_await call(std::move(what), until);
        require_bucket(answer);
        if (answer.status == 404) co_return std::nullopt;
        auto page = read_parts(answer.body);
        all.insert(all.end(), page.parts.begin(), page.parts.end());
        if (page.next <= after) break;
        after = page.next;
    }
    co_return all;
}

awaitable<bool> client::complete_parts(std::string key, std::string upload, std::vector<part> all, deadline until) {
    operation what("complete_parts", "POST", inside_.path(key));
    what.query = {{"uploadId", upload}};
    what.headers.emplace_back("content-type", "application/xml");
    what.body = shared(completion_xml(all));
    what.expected = {404};
    const auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
    co_return answer.status != 404;
}

awaitable<void> client::abandon_parts(std::string key, std::string upload, deadline until) {
    operation what("abandon_parts", "DELETE", inside_.path(key));
    what.query = {{"uploadId", upload}};
    what.expected = {404};
    const auto answer = co_await call(std::move(what), until);
    require_bucket(answer);
}

awaitable<std::vector<unfinished_upload>> client::unfinished(std::string prefix, deadline until) {
    operation what("unfinished", "GET", inside_.path());
    what.query = {{"uploads", ""}, {"encoding-type", "url"}, {"prefix", prefix}, {"max-uploads", "1000"}};
    const auto answer = co_await call(std::move(what), until);
    co_return read_unfinished(answer.body);
}

std::string client::presigned(std::string method, std::string_view key, std::vector<header> headers,
                              std::vector<std::pair<std::string, std::string>> query, std::chrono::seconds valid_for) const {
    unsigned_request r{std::move(method), outside_.host(), outside_.path(key), std::move(query), std::move(headers)};
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto path = r.path;
    return outside_.url(path, presigned_query(std::move(r), identity_, now, valid_for));
}

std::string client::presigned_put(std::string_view key, std::string_view content_type, std::uint64_t bytes,
                                  std::chrono::seconds valid_for) const {
    return presigned("PUT", key, {{"content-type", std::string(content_type)}, {"content-length", std::to_string(bytes)}}, {}, valid_for);
}

std::string client::presigned_part(std::string_view key, std::string_view upload, int number, std::uint64_t bytes,
                                   std::chrono::seconds valid_for) const {
    return presigned("PUT", key, {{"content-length", std::to_string(bytes)}},
                     {{"partNumber", std::to_string(number)}, {"uploadId", std::string(upload)}}, valid_for);
}

std::string client::presigned_get(std::string_view key, std::chrono::seconds valid_for) const {
    return presigned("GET", key, {}, {}, valid_for);
}

awaitable<bool> client::make_bucket(deadline until) {
    operation what("make_bucket", "PUT", inside_.path());
    // The region that needs no naming, and those that are none.
    const bool named = options_.region != "us-east-1" && options_.region != "auto" && options_.region != "garage";
    if (named) what.body = shared(location_xml(options_.region));
    what.expected = {409};
    const auto answer = co_await call(std::move(what), until);
    const auto said = read_fault(answer.body);
    if (answer.status == 409 && said && said->code != "BucketAlreadyOwnedByYou" && said->code != "BucketAlreadyExists")
        throw refused(409, said->code, "the store does not make the bucket: " + said->code);
    co_return answer.status != 409;
}

awaitable<void> client::allow_origins(std::vector<std::string> origins, deadline until) {
    operation what("allow_origins", "PUT", inside_.path());
    what.query = {{"cors", ""}};
    what.body = shared(cors_xml(origins));
    what.headers.emplace_back("content-type", "application/xml");
    what.headers.emplace_back("content-md5", md5_base64(*what.body));
    co_await call(std::move(what), until);
}

}  // namespace gavel::s3
