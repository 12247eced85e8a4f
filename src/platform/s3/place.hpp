// Where a bucket is: host, path and address of its keys, in both styles. Pure.
#pragma once
#include <string>
#include <string_view>

namespace gavel::s3 {

class place {
public:
    // std::invalid_argument with a sentence that begins with `option` when the endpoint is not scheme://host[:port].
    place(std::string_view endpoint, std::string_view bucket, bool path_style, std::string_view option = "s3.endpoint");

    const std::string& host() const { return host_; }                      // as in the Host header
    std::string path(std::string_view key = {}) const;                     // of a key, or of the bucket itself; not encoded
    std::string url(std::string_view path, std::string_view query) const;  // `query` is encoded already
    bool secure() const { return scheme_ == "https"; }
    std::string origin() const { return scheme_ + "://" + host_; }

private:
    std::string scheme_, host_, bucket_path_;
};

}  // namespace gavel::s3
