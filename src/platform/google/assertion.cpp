#include "platform/google/assertion.hpp"

#include "base/random.hpp"
#include "platform/google/wire.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <boost/json/serialize.hpp>

#include <memory>
#include <stdexcept>
#include <vector>

namespace gavel::google {
namespace {

template <class T, auto Free>
struct freed_by {
    void operator()(T* t) const { Free(t); }
};
using pkey = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY, EVP_PKEY_free>>;
using bio = std::unique_ptr<BIO, freed_by<BIO, BIO_free_all>>;
using digest_context = std::unique_ptr<EVP_MD_CTX, freed_by<EVP_MD_CTX, EVP_MD_CTX_free>>;

std::string url_text(std::string_view text) {
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    return base64url({bytes, text.size()});
}

int no_passphrase(char*, int, int, void*) { return 0; }

}  // namespace

service_account read_service_account(std::string_view json) {
    const auto o = object_of(json);
    service_account s;
    s.email = text_of(o, "client_email");
    s.key_id = text_of(o, "private_key_id");
    s.private_key_pem = text_of(o, "private_key");
    s.token_url = text_of(o, "token_uri");
    if (text_of(o, "type") != "service_account" || s.email.empty() || s.private_key_pem.empty() || s.token_url.empty())
        throw std::invalid_argument(
            "backup.google_service_account_file must be the JSON key of a service account, as the Cloud console gives it");
    return s;
}

std::string unsigned_assertion(const service_account& who, std::string_view scope, std::string_view subject, std::int64_t now_s) {
    boost::json::object header, claims;
    header["alg"] = "RS256";
    header["typ"] = "JWT";
    if (!who.key_id.empty()) header["kid"] = who.key_id;
    claims["iss"] = who.email;
    claims["scope"] = scope;
    claims["aud"] = who.token_url;
    claims["iat"] = now_s;
    claims["exp"] = now_s + assertion_valid_s;
    if (!subject.empty()) claims["sub"] = subject;
    return url_text(boost::json::serialize(header)) + "." + url_text(boost::json::serialize(claims));
}

std::string rs256(std::string_view private_key_pem, std::string_view text) {
    const bio source(BIO_new_mem_buf(private_key_pem.data(), static_cast<int>(private_key_pem.size())));
    const pkey key(source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, nullptr) : nullptr);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA)
        throw std::invalid_argument("backup.google_service_account_file has no RSA key in private_key");
    const digest_context context(EVP_MD_CTX_new());
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    std::vector<unsigned char> signature(static_cast<std::size_t>(EVP_PKEY_get_size(key.get())));
    size = signature.size();
    const bool done = context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
                      EVP_DigestSign(context.get(), signature.data(), &size, bytes, text.size()) == 1;
    if (!done) throw std::runtime_error("OpenSSL does not sign with the service account's key");
    signature.resize(size);
    return base64url(signature);
}

std::string assertion(const service_account& who, std::string_view scope, std::string_view subject, std::int64_t now_s) {
    auto text = unsigned_assertion(who, scope, subject, now_s);
    auto signature = rs256(who.private_key_pem, text);
    return text + "." + signature;
}

}  // namespace gavel::google
