// OpenSSL's, which use what the processor has for them.
#include "base/digest.hpp"

#include "base/random.hpp"

#include <openssl/evp.h>

#include <array>
#include <span>
#include <stdexcept>

namespace gavel {
namespace {

const EVP_MD* method_of(digest::kind k) {
    switch (k) {
        case digest::kind::md5: return EVP_md5();
        case digest::kind::sha1: return EVP_sha1();
        case digest::kind::sha256: break;
    }
    return EVP_sha256();
}

}  // namespace

void digest::freed::operator()(evp_md_ctx_st* c) const { EVP_MD_CTX_free(c); }

digest::digest(kind k) : context_(EVP_MD_CTX_new()) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), method_of(k), nullptr) != 1) throw std::runtime_error("OpenSSL makes no checksum");
}

void digest::add(std::string_view bytes) {
    if (EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) != 1) throw std::runtime_error("OpenSSL makes no checksum");
}

std::string digest::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(context_.get(), sum.data(), &size) != 1) throw std::runtime_error("OpenSSL makes no checksum");
    return gavel::hex(std::span(sum).first(size));
}

}  // namespace gavel
