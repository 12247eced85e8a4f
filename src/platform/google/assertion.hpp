// What a service account signs to get an access token: a JSON Web Token with RS256 (RFC 7515, 7519, 7523). Pure but for the key file.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gavel::google {

// The key file of a service account, as the Cloud console gives it.
struct service_account {
    std::string email, key_id, private_key_pem, token_url;
};

inline constexpr std::int64_t assertion_valid_s = 3600;

// std::invalid_argument with a sentence for the operator.
service_account read_service_account(std::string_view json);

// header.claims, base64url, to be signed. `subject` empty: nobody is acted for.
std::string unsigned_assertion(const service_account& who, std::string_view scope, std::string_view subject, std::int64_t now_s);
std::string assertion(const service_account& who, std::string_view scope, std::string_view subject, std::int64_t now_s);

// RSASSA-PKCS1-v1_5 with SHA-256, base64url. std::invalid_argument if the key is not one of RSA.
std::string rs256(std::string_view private_key_pem, std::string_view text);

}  // namespace gavel::google
