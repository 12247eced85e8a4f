// Keys on the curve P-256: the one that names this site to push services, and one for every message.
#pragma once
#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct evp_pkey_st;

namespace gavel::webpush {

using bytes = std::vector<unsigned char>;

inline constexpr std::size_t private_bytes = 32, point_bytes = 65;

// A point of the curve as everybody writes it: 0x04, then both coordinates. False also for points beside the curve.
bool is_point(std::span<const unsigned char> point);

// Thread-safe once made. Throws std::runtime_error only when OpenSSL has no memory.
class key {
public:
    static key generate();
    static key from_private(std::span<const unsigned char> scalar);  // std::invalid_argument if it is none

    bytes private_scalar() const;                         // 32 bytes
    const bytes& public_point() const { return point_; }  // 65 bytes

    // With the other side's point: 32 bytes. std::invalid_argument if it is none.
    bytes shared_secret(std::span<const unsigned char> point) const;
    // ECDSA over SHA-256 as JOSE writes it: both numbers, 64 bytes.
    bytes sign(std::string_view text) const;

private:
    explicit key(evp_pkey_st* own);

    std::shared_ptr<evp_pkey_st> own_;
    bytes point_;
};

}  // namespace gavel::webpush
