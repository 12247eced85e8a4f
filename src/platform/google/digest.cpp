#include "platform/google/digest.hpp"

#include "base/random.hpp"

#include <array>
#include <span>
#include <stdexcept>

namespace gavel::google {

digest::digest(const EVP_MD* kind) : context_(EVP_MD_CTX_new()) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), kind, nullptr) != 1) throw std::runtime_error("OpenSSL makes no checksum");
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

}  // namespace gavel::google
