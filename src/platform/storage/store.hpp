// Where files are: a bucket of an S3-compatible store, or a folder of this machine. One object per io thread, used only there.
//
// Objects appear whole or not at all and are read as they were written. Every call throws storage::unavailable, and std::logic_error for a
// key that is none (key.hpp).
#pragma once
#include "base/time.hpp"
#include "platform/runtime/deadline.hpp"
#include "platform/storage/error.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gavel::storage {

using boost::asio::awaitable;
using runtime::deadline;

struct facts {
    std::string key;
    std::uint64_t bytes = 0;
    std::string version;  // changes with the content; opaque
    instant modified;
};

struct object {
    storage::facts facts;
    std::string content;
};

struct page {
    std::vector<facts> objects;  // in the order of their keys
    std::string next;            // for the next page; empty: this was the last
};

// A file that somebody else sends.
class upload {
public:
    upload(std::string under, std::string type, std::uint64_t size, std::string by_name = {})
        : key(std::move(under)),
          content_type(std::move(type)),
          bytes(size),
          name(std::move(by_name)) {}

    std::string key, content_type;
    std::uint64_t bytes;
    std::string name;  // what begin_upload answered
};

// What is still missing of it: bytes from..to, to be PUT to `url` with exactly these headers. An empty url: through this server, append().
struct piece {
    std::uint64_t from = 0, to = 0;
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
};

class store {
public:
    virtual ~store() = default;

    virtual awaitable<void> put(std::string key, std::shared_ptr<const std::string> content, std::string content_type, deadline until) = 0;
    // Nothing: there is no such object. Larger than `bytes_max`: unavailable.
    virtual awaitable<std::optional<object>> get(std::string key, std::size_t bytes_max, deadline until) = 0;
    // At most `count` bytes from `from`, fewer at the end.
    virtual awaitable<std::optional<std::string>> get_range(std::string key, std::uint64_t from, std::size_t count, deadline until) = 0;
    virtual awaitable<std::optional<facts>> head(std::string key, deadline until) = 0;
    virtual awaitable<void> remove(std::string key, deadline until) = 0;  // also fine if it is not there
    // At most `limit` (up to 1000) objects below a prefix (key.hpp); `next` of the page before, or nothing.
    virtual awaitable<page> list(std::string prefix, std::string next, deadline until, int limit = 1000) = 0;

    virtual awaitable<std::string> begin_upload(upload u, deadline until) = 0;  // its name here; may be empty
    virtual awaitable<std::vector<piece>> missing(upload u, deadline until) = 0;
    // The object exists from now on. False: something is missing still, or the upload is not known any more.
    virtual awaitable<bool> finish_upload(upload u, deadline until) = 0;
    virtual awaitable<void> abandon_upload(upload u, deadline until) = 0;
    // Only where pieces have no url: adds to what is there, if that is exactly `from` bytes. Answers how many are there then.
    virtual awaitable<std::uint64_t> append(upload u, std::uint64_t from, std::string chunk, deadline until) = 0;

    virtual bool is_direct() const = 0;  // pieces have urls
    // Makes what can be made: bucket, folder, permission for browsers of `site_origin`. What it did, in sentences.
    virtual awaitable<std::vector<std::string>> prepare(std::string site_origin, deadline until) = 0;
    // Removes what writers that died in the middle have left behind.
    virtual awaitable<void> tidy(deadline until) = 0;
    // One sentence for each thing that is wrong.
    virtual awaitable<std::vector<std::string>> self_test(std::string site_origin, deadline until) = 0;
};

}  // namespace gavel::storage
