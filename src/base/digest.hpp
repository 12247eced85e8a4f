// A checksum of bytes as they come by.
#pragma once
#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace gavel {

class digest {
public:
    enum class kind { md5, sha1, sha256 };  // all but the last only for what others compare with
    explicit digest(kind k);

    void add(std::string_view bytes);
    std::string hex();  // of all that was added; nothing more after that

private:
    struct freed {
        void operator()(evp_md_ctx_st* c) const;
    };
    std::unique_ptr<evp_md_ctx_st, freed> context_;
};

}  // namespace gavel
