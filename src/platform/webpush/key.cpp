#include "platform/webpush/key.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <stdexcept>

namespace gavel::webpush {
namespace {

constexpr const char* curve_name = "prime256v1";
constexpr int number_bytes = 32;

template <auto Free>
struct freed {
    template <class T>
    void operator()(T* each) const {
        Free(each);
    }
};
template <class T, auto Free>
using owned = std::unique_ptr<T, freed<Free>>;

using pkey = owned<EVP_PKEY, EVP_PKEY_free>;
using pkey_context = owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using curve = owned<EC_GROUP, EC_GROUP_free>;
using curve_point = owned<EC_POINT, EC_POINT_free>;
using number = owned<BIGNUM, BN_clear_free>;

void need(bool done, const char* what) {
    if (!done) throw std::runtime_error(what);
}

curve make_curve() {
    curve made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
    need(made != nullptr, "OpenSSL has no curve P-256");
    return made;
}

// With or without the private half.
pkey make_pkey(std::span<const unsigned char> point, const BIGNUM* scalar) {
    owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> building(OSSL_PARAM_BLD_new());
    need(building && OSSL_PARAM_BLD_push_utf8_string(building.get(), OSSL_PKEY_PARAM_GROUP_NAME, curve_name, 0) &&
             OSSL_PARAM_BLD_push_octet_string(building.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) &&
             (!scalar || OSSL_PARAM_BLD_push_BN_pad(building.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar, number_bytes)),
         "OpenSSL takes no parameters");
    owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(building.get()));
    pkey_context context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
    EVP_PKEY* made = nullptr;
    need(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
             EVP_PKEY_fromdata(context.get(), &made, scalar ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get()) == 1,
         "OpenSSL makes no key");
    return pkey(made);
}

bytes point_of(EVP_PKEY* own) {
    bytes point(point_bytes);
    std::size_t size = 0;
    need(EVP_PKEY_get_octet_string_param(own, OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size(), &size) == 1 && size == point_bytes,
         "OpenSSL gives no public point");
    return point;
}

}  // namespace

bool is_point(std::span<const unsigned char> point) {
    if (point.size() != point_bytes || point[0] != 0x04) return false;
    const auto on = make_curve();
    const curve_point read(EC_POINT_new(on.get()));
    return read && EC_POINT_oct2point(on.get(), read.get(), point.data(), point.size(), nullptr) == 1;
}

key::key(EVP_PKEY* own) : own_(own, EVP_PKEY_free), point_(point_of(own)) {}

key key::generate() {
    auto* made = EVP_EC_gen(curve_name);
    need(made != nullptr, "OpenSSL generates no key");
    return key(made);
}

key key::from_private(std::span<const unsigned char> scalar) {
    const auto on = make_curve();
    const number secret(BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr));
    const curve_point point(EC_POINT_new(on.get()));
    need(secret && point, "OpenSSL has no memory");
    if (scalar.size() != private_bytes || BN_is_zero(secret.get()) || BN_cmp(secret.get(), EC_GROUP_get0_order(on.get())) >= 0)
        throw std::invalid_argument("not a private key of the curve P-256");
    bytes written(point_bytes);
    need(EC_POINT_mul(on.get(), point.get(), secret.get(), nullptr, nullptr, nullptr) == 1 &&
             EC_POINT_point2oct(on.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, written.data(), written.size(), nullptr) ==
                 point_bytes,
         "OpenSSL finds no public point");
    return key(make_pkey(written, secret.get()).release());
}

bytes key::private_scalar() const {
    BIGNUM* found = nullptr;
    need(EVP_PKEY_get_bn_param(own_.get(), OSSL_PKEY_PARAM_PRIV_KEY, &found) == 1, "OpenSSL gives no private key");
    const number secret(found);
    bytes scalar(private_bytes);
    need(BN_bn2binpad(secret.get(), scalar.data(), number_bytes) == number_bytes, "OpenSSL writes no private key");
    return scalar;
}

bytes key::shared_secret(std::span<const unsigned char> point) const {
    if (!is_point(point)) throw std::invalid_argument("not a point of the curve P-256");
    const auto other = make_pkey(point, nullptr);
    const pkey_context context(EVP_PKEY_CTX_new_from_pkey(nullptr, own_.get(), nullptr));
    bytes secret(private_bytes);
    std::size_t size = secret.size();
    need(context && EVP_PKEY_derive_init(context.get()) == 1 && EVP_PKEY_derive_set_peer(context.get(), other.get()) == 1 &&
             EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == secret.size(),
         "OpenSSL agrees on no secret");
    return secret;
}

bytes key::sign(std::string_view text) const {
    const owned<EVP_MD_CTX, EVP_MD_CTX_free> context(EVP_MD_CTX_new());
    const auto* data = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    need(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, own_.get()) == 1 &&
             EVP_DigestSign(context.get(), nullptr, &size, data, text.size()) == 1,
         "OpenSSL signs nothing");
    bytes der(size);
    need(EVP_DigestSign(context.get(), der.data(), &size, data, text.size()) == 1, "OpenSSL signs nothing");
    const auto* at = static_cast<const unsigned char*>(der.data());
    const owned<ECDSA_SIG, ECDSA_SIG_free> signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
    need(signature != nullptr, "OpenSSL signs strangely");
    bytes both(2 * number_bytes);
    need(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), both.data(), number_bytes) == number_bytes &&
             BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), both.data() + number_bytes, number_bytes) == number_bytes,
         "OpenSSL signs strangely");
    return both;
}

}  // namespace gavel::webpush
