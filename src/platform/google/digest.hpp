// A checksum of bytes as they come by.
#pragma once
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>

namespace gavel::google {

class digest {
public:
    explicit digest(const EVP_MD* kind);  // EVP_sha256(), EVP_md5()

    void add(std::string_view bytes);
    std::string hex();  // of all that was added; nothing more after that

private:
    struct freed {
        void operator()(EVP_MD_CTX* c) const { EVP_MD_CTX_free(c); }
    };
    std::unique_ptr<EVP_MD_CTX, freed> context_;
};

}  // namespace gavel::google
