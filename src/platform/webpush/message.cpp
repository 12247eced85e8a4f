#include "platform/webpush/message.hpp"

#include "base/random.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <memory>

namespace gavel::webpush {
namespace {

// RFC 8292 allows a day; clocks differ.
constexpr std::chrono::hours signature_life{12};
constexpr std::size_t answer_bytes_max = 16 * 1024;

std::string base64url_of(std::string_view text) { return base64url({reinterpret_cast<const unsigned char*>(text.data()), text.size()}); }

}  // namespace

std::string authorization(const key& own, std::string_view audience, std::string_view subject, instant expires_at) {
    boost::json::object claims;
    claims["aud"] = audience;
    claims["exp"] = std::chrono::duration_cast<std::chrono::seconds>(expires_at.time_since_epoch()).count();
    claims["sub"] = subject;
    auto token = base64url_of(R"({"typ":"JWT","alg":"ES256"})") + "." + base64url_of(boost::json::serialize(claims));
    token += "." + base64url(own.sign(token));
    return "vapid t=" + token + ", k=" + base64url(own.public_point());
}

http_client::request request_for(const message& m, const endpoint& at, const recipient& to, const key& own, std::string_view subject,
                                 instant now) {
    http_client::request r("POST", at.url());
    r.headers.emplace_back("Authorization", authorization(own, at.origin(), subject, now + signature_life));
    r.headers.emplace_back("Content-Encoding", "aes128gcm");
    r.headers.emplace_back("Content-Type", "application/octet-stream");
    r.headers.emplace_back("TTL", std::to_string(std::max<std::int64_t>(0, m.keep_for.count())));
    r.headers.emplace_back("Urgency", std::string(to_string(m.urgency)));
    if (!m.topic.empty()) r.headers.emplace_back("Topic", m.topic);
    r.body = std::make_shared<const std::string>(encrypt(m.payload, to));
    r.answer_bytes_max = answer_bytes_max;
    return r;
}

}  // namespace gavel::webpush
