#include "platform/s3/place.hpp"

#include "platform/s3/signer.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <stdexcept>

namespace gavel::s3 {

place::place(std::string_view endpoint, std::string_view bucket, bool path_style, std::string_view option) {
    const auto parsed = boost::urls::parse_uri(endpoint);
    const bool usable = parsed && (parsed->scheme() == "http" || parsed->scheme() == "https") && !parsed->host().empty() &&
                        !parsed->has_userinfo() && !parsed->has_query() && !parsed->has_fragment() &&
                        (parsed->encoded_path().empty() || parsed->encoded_path() == "/");
    if (!usable)
        throw std::invalid_argument(std::string(option) + ": \"" + std::string(endpoint) +
                                    "\" is not an address such as https://s3.example.org");
    scheme_ = std::string(parsed->scheme());
    host_ = std::string(parsed->encoded_host());
    const std::string port(parsed->port());
    if (!port.empty() && port != (secure() ? "443" : "80")) host_ += ":" + port;
    if (path_style) bucket_path_ = "/" + std::string(bucket);
    else host_ = std::string(bucket) + "." + host_;
}

std::string place::path(std::string_view key) const {
    if (key.empty()) return bucket_path_.empty() ? "/" : bucket_path_;
    return bucket_path_ + "/" + std::string(key);
}

std::string place::url(std::string_view path, std::string_view query) const {
    auto address = origin() + encoded(path, true);
    if (!query.empty()) address.append("?").append(query);
    return address;
}

}  // namespace gavel::s3
